import fc from 'fast-check'
import { expect, it } from 'vitest'
import { TestBooks } from '../../../tests/support/books.ts'
import { formatAmount } from '../../kernel/amount.ts'
import type { TrialBalance } from '../contract.ts'

/** A chart on paper: accounts with their lines, and what their old codes mean. */
interface PaperAccount {
  code: string
  name: string
  type: 'asset' | 'income'
  parent: string | null
  isActive: boolean
  lines: { sequence: number; value: number }[]
}

class Paper {
  readonly accounts: PaperAccount[] = []
  /** Old code → the account that it was merged into. */
  readonly merged = new Map<string, PaperAccount>()

  find = (code: string): PaperAccount | undefined =>
    this.accounts.find((each) => each.code === code) ?? this.merged.get(code)

  /** Whether the command is taken, after which the paper says what the books should say. */
  run(step: Step, sequence: number): boolean {
    const account = this.find(step.code)
    const other = this.find(step.other)
    switch (step.kind) {
      case 'open':
        if (account || (other && other.type !== step.type)) return false
        this.accounts.push({
          code: step.code,
          name: step.name,
          type: step.type,
          parent: other?.code ?? null,
          isActive: true,
          lines: [],
        })
        return true
      case 'rename':
        if (!account) return false
        account.name = step.name
        return true
      case 'move':
        if (!account || !other || account.type !== other.type || this.isBelow(other, account)) return false
        account.parent = other.code
        return true
      case 'renumber':
        if (account?.code === step.other) return true
        if (!account || other) return false
        for (const each of this.accounts) if (each.parent === account.code) each.parent = step.other
        account.code = step.other
        return true
      case 'retire':
        if (!account) return false
        if (account.isActive && (this.balance(account) !== 0 || this.hasActiveChild(account))) return false
        account.isActive = false
        return true
      case 'revive':
        if (account) account.isActive = true
        return account !== undefined
      case 'merge': {
        if (!account || !other || account === other || account.type !== other.type || !other.isActive)
          return false
        if (this.isBelow(other, account)) return false
        other.lines.push(...account.lines)
        for (const each of this.accounts) if (each.parent === account.code) each.parent = other.code
        for (const [code, into] of this.merged) if (into === account) this.merged.set(code, other)
        this.merged.set(account.code, other)
        this.accounts.splice(this.accounts.indexOf(account), 1)
        return true
      }
      case 'post':
        if (!account?.isActive || !other?.isActive) return false
        account.lines.push({ sequence, value: step.amount })
        other.lines.push({ sequence, value: -step.amount })
        return true
    }
  }

  /** Whether an account is another one or stands below it. */
  isBelow(account: PaperAccount, above: PaperAccount): boolean {
    for (
      let each: PaperAccount | undefined = account;
      each;
      each = each.parent === null ? undefined : this.find(each.parent)
    )
      if (each === above) return true
    return false
  }

  hasActiveChild = (account: PaperAccount) =>
    this.accounts.some((each) => each.parent === account.code && each.isActive)

  balance = ({ lines }: PaperAccount, knownAt = Number.POSITIVE_INFINITY) =>
    lines.filter(({ sequence }) => sequence <= knownAt).reduce((sum, { value }) => sum + value, 0)

  trialBalance(knownAt: number) {
    return this.accounts
      .filter(({ lines }) => lines.some(({ sequence }) => sequence <= knownAt))
      .map((account) => [account.code, account.name, formatAmount(this.balance(account, knownAt), 2)])
      .sort()
  }
}

interface Step {
  kind: 'open' | 'rename' | 'move' | 'renumber' | 'retire' | 'revive' | 'merge' | 'post'
  code: string
  other: string
  name: string
  type: 'asset' | 'income'
  amount: number
}

const code = fc.constantFrom('10', '11', '12', '13', '14', '15')
const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom(
    'open',
    'open',
    'rename',
    'move',
    'renumber',
    'retire',
    'revive',
    'merge',
    'post',
    'post',
    'post',
  ),
  code,
  other: code,
  name: fc.constantFrom('Cash', 'Bank', 'Sales'),
  type: fc.constantFrom('asset', 'asset', 'income'),
  amount: fc.integer({ min: 1, max: 100 }).map((euros) => euros * 100),
})

const COMMAND = {
  open: ({ code: own, other, name, type }: Step, paper: Paper) => [
    'OpenAccount',
    { code: own, name, type, ...(paper.find(other) && { parent: other }) },
  ],
  rename: ({ code: own, name }: Step) => ['ChangeAccount', { code: own, name }],
  move: ({ code: own, other }: Step) => ['ChangeAccount', { code: own, parent: other }],
  renumber: ({ code: own, other }: Step) => ['RenumberAccount', { code: own, newCode: other }],
  retire: ({ code: own }: Step) => ['DeactivateAccount', { code: own }],
  revive: ({ code: own }: Step) => ['ReactivateAccount', { code: own }],
  merge: ({ code: from, other: into }: Step) => ['MergeAccounts', { from, into }],
  post: ({ code: own, other, amount }: Step) => [
    'PostJournalEntry',
    {
      effectiveDate: '2026-03-31',
      lines: [
        { account: own, debit: formatAmount(amount, 2) },
        { account: other, credit: formatAmount(amount, 2) },
      ],
    },
  ],
} as const satisfies Record<Step['kind'], (step: Step, paper: Paper) => [string, object]>

it('agrees with a chart on paper, step by step and as known at each of them', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 40 }), async (steps) => {
      const books = await TestBooks.open('EUR', [])
      const paper = new Paper()
      const knownAts: number[] = []
      for (const each of steps) {
        const [command, input] = COMMAND[each.kind](each, paper)
        const outcome = await books.execute('ledger', command, input)
        const { sequence } = await books.ask<TrialBalance>('ledger', 'GetTrialBalance', {})
        expect(outcome.kind, JSON.stringify([each, outcome])).toBe(
          paper.run(each, sequence) ? 'accepted' : 'refused',
        )
        knownAts.push(sequence)
      }
      const { data } = await books.ask<{ data: PaperAccount[] }>('ledger', 'ListAccounts', { limit: 200 })
      const fields = ({ code: own, name, type, parent, isActive }: PaperAccount) => ({
        code: own,
        name,
        type,
        parent,
        isActive,
      })
      expect(data.map(fields)).toEqual(paper.accounts.map(fields).sort((a, b) => (a.code < b.code ? -1 : 1)))
      for (const [old, into] of paper.merged)
        expect(await books.ask('ledger', 'GetAccount', { code: old })).toMatchObject({ code: into.code })
      for (const knownAt of knownAts.filter((_, index) => index % 4 === 0)) {
        const view = await books.ask<TrialBalance>('ledger', 'GetTrialBalance', {
          asOf: '2026-12-31',
          knownAt,
        })
        expect(view.rows.map(({ account, balance }) => [account.code, account.name, balance]).sort()).toEqual(
          paper.trialBalance(knownAt),
        )
      }
      expect(await books.audit(true)).toMatchObject({ ok: true })
    }),
    { numRuns: 25, endOnFailure: true },
  )
}, 120_000)
