/** What a person recognises a command of guardrails by, in a list of those that wait. Pure. */
export function titleOf(
  command: string,
  input: unknown,
  nameOfPolicy: (code: string) => string | undefined,
): string | undefined {
  switch (command) {
    case 'AdoptPolicy':
      return (input as { name: string }).name
    case 'RetirePolicy': {
      const { policy } = input as { policy: string }
      return nameOfPolicy(policy) ?? policy
    }
    case 'DelegateApprovals': {
      const { from, until } = input as { from: string; until: string }
      return `${from} to ${until}`
    }
    default:
      return undefined
  }
}
