/** What a person recognises a command of currencies by, in a list of those that wait. Pure. */
export function titleOf(command: string, input: unknown): string | undefined {
  switch (command) {
    case 'RecordRates': {
      const { source, rates } = input as {
        source?: string
        rates: readonly { base: string; quote: string }[]
      }
      const [first] = rates
      return `${rates.length === 1 && first ? `${first.base}/${first.quote}` : `${rates.length} rates`}${of(source)}`
    }
    case 'ImportRates': {
      const { format, source } = input as { format: string; source?: string }
      return `Rates of a file (${format})${of(source)}`
    }
    case 'SetRatePolicy':
      return (input as { sources: readonly string[] }).sources.join(', ') || 'All sources'
    case 'SetReportingCurrency':
      return (input as { currency: string | null }).currency ?? 'No second currency'
    case 'SetAccountRevaluation':
      return (input as { account: string }).account
    case 'RevalueCurrencies':
    case 'ClearResiduals': {
      const { asOf, accounts } = input as { asOf: string; accounts?: readonly string[] }
      return accounts ? `${asOf}: ${accounts.join(', ')}` : asOf
    }
    default:
      return undefined
  }
}

const of = (source: string | undefined): string => (source === undefined ? '' : ` of ${source}`)
