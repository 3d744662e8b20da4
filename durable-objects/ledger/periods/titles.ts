/** What a person recognises a command about periods by, in a list of those that wait. Pure. */
export function titleOf(command: string, input: unknown): string | undefined {
  const { code, year, period, kind, through, from, to, title, item } = input as Record<string, string>
  switch (command) {
    case 'OpenFiscalYear':
      return `${code}: ${from} to ${to}`
    case 'RemoveFiscalYear':
    case 'CloseFiscalYear':
    case 'ReopenFiscalYear':
      return year
    case 'SetLock':
      return through ? `${kind} through ${through}` : kind
    case 'LockForever':
      return `through ${through}`
    case 'GrantException':
      return `${kind}, ${from} to ${to}`
    case 'DefineChecklistItem':
      return title
    case 'DropChecklistItem':
      return item
    case 'CheckOff':
    case 'Uncheck':
      return `${period}: ${code}`
    default:
      return undefined
  }
}
