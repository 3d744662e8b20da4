import { formatAmount } from '../kernel/amount.ts'
import type { TemplateView } from './contract.ts'
import type { Currency } from './policy.ts'

/** Ready-made policies, in the company's currency. What a company usually changes is named as a parameter. */
export function templates({ code, scale }: Currency): TemplateView[] {
  const money = (whole: number) => formatAmount(whole * 10 ** scale, scale)
  const spoken = (whole: number) => `${whole.toLocaleString('en')} ${code}`
  const approvers = ['owner', 'administrator', 'accountant']
  return [
    {
      code: 'four-eyes-over-amount',
      name: 'Four eyes over an amount',
      description:
        'An entry above the amount waits until a second person approves it; above ten times the amount, an owner has to approve it too.',
      policy: {
        code: 'four-eyes-over-amount',
        name: `Four eyes over ${spoken(10_000)}`,
        commands: ['ledger.*'],
        when: { field: 'amount', over: money(10_000) },
        effect: 'approve',
        reason: `Entries over ${spoken(10_000)} need a second person.`,
        approval: {
          steps: [
            { roles: approvers, count: 1 },
            { roles: ['owner'], count: 1, over: money(100_000) },
          ],
          escalateAfterHours: 48,
          escalateTo: ['owner'],
          expireAfterDays: 30,
        },
      },
      parameters: [
        { pointer: '/when/over', label: 'Amount', kind: 'amount' },
        { pointer: '/approval/steps/0/roles', label: 'Who approves', kind: 'roles' },
        { pointer: '/approval/steps/1/over', label: 'An owner too, over', kind: 'amount' },
      ],
    },
    {
      code: 'no-self-approval',
      name: 'No self-approval',
      description:
        'That nobody approves what they made holds always. This closes the way around it: whoever changes a policy cannot free themselves from it alone.',
      policy: {
        code: 'no-self-approval',
        name: 'Changes of policies need a second person',
        commands: ['guardrails.AdoptPolicy', 'guardrails.RetirePolicy'],
        effect: 'approve',
        reason: 'Nobody frees themselves from a policy alone.',
        approval: { steps: [{ roles: ['owner', 'administrator'], count: 1 }] },
      },
      parameters: [{ pointer: '/approval/steps/0/roles', label: 'Who approves', kind: 'roles' }],
    },
    {
      code: 'new-bank-details-need-two',
      name: 'New bank details need two',
      description:
        'Changed bank details are the most common way to steal a payment. Two people have to approve them.',
      policy: {
        code: 'new-bank-details-need-two',
        name: 'New bank details need two people',
        commands: ['company.ChangeBankDetails'],
        effect: 'approve',
        reason:
          'New bank details need the approval of two people. Call the account’s holder before you give it.',
        approval: { steps: [{ roles: approvers, count: 2 }], expireAfterDays: 14 },
      },
      parameters: [
        { pointer: '/approval/steps/0/roles', label: 'Who approves', kind: 'roles' },
        { pointer: '/approval/steps/0/count', label: 'How many', kind: 'number' },
      ],
    },
    {
      code: 'no-posting-at-night',
      name: 'No posting at night',
      description: 'Nothing is posted in the night and on weekends of the company, by whoever it is.',
      policy: {
        code: 'no-posting-at-night',
        name: 'No posting at night',
        commands: ['ledger.*'],
        when: {
          any: [
            { field: 'time.hour', zone: 'Europe/Berlin', atLeast: 22 },
            { field: 'time.hour', zone: 'Europe/Berlin', under: 6 },
            { field: 'time.weekday', zone: 'Europe/Berlin', in: [6, 7] },
          ],
        },
        effect: 'deny',
        reason: 'Nothing is posted at night and on weekends. Send it again in the morning.',
      },
      parameters: [
        { pointer: '/when/any/0/atLeast', label: 'From', kind: 'hour' },
        { pointer: '/when/any/1/under', label: 'Until', kind: 'hour' },
        { pointer: '/when/any/0/zone', label: 'Time zone (evening)', kind: 'zone' },
        { pointer: '/when/any/1/zone', label: 'Time zone (morning)', kind: 'zone' },
        { pointer: '/when/any/2/zone', label: 'Time zone (weekend)', kind: 'zone' },
      ],
    },
    {
      code: 'split-invoices',
      name: 'Split invoices',
      description:
        'One person posts to one account more in a week than a single entry could without approval. Name your expense and payable accounts, so that a busy bank account does not count.',
      policy: {
        code: 'split-invoices',
        name: `More than ${spoken(10_000)} in parts`,
        commands: ['ledger.*'],
        when: {
          all: [
            { field: 'amount', atMost: money(10_000) },
            {
              meter: { of: 'sum', by: ['actor', 'account'], accounts: ['*'], days: 7 },
              over: money(10_000),
            },
          ],
        },
        effect: 'approve',
        reason: `Entries of one person to one account add up to more than ${spoken(10_000)} in a week.`,
        approval: { steps: [{ roles: approvers, count: 1 }], expireAfterDays: 30 },
      },
      parameters: [
        { pointer: '/when/all/0/atMost', label: 'Single entries up to', kind: 'amount' },
        { pointer: '/when/all/1/over', label: 'Together over', kind: 'amount' },
        { pointer: '/when/all/1/meter/days', label: 'Days', kind: 'number' },
        { pointer: '/when/all/1/meter/accounts', label: 'Accounts', kind: 'accounts' },
        { pointer: '/approval/steps/0/roles', label: 'Who approves', kind: 'roles' },
      ],
    },
  ]
}
