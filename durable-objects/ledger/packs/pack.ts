import {
  ACCOUNT_CATEGORIES,
  type AccountCategory,
  type AccountControl,
  type AccountRole,
  type AccountType,
  CHART_TITLES,
  type ChartPack,
} from '../contract.ts'

/**
 * A country's customary chart of accounts. It is data: the numbers and terms of the statute or the customary frame, and
 * what the other parts of the books have to know of each account.
 */
export interface Pack {
  code: ChartPack
  title: string
  /** ISO 3166; null for one that belongs to no country. */
  country: string | null
  /** ISO 639, of the names. */
  language: string
  description: string
  roles: Readonly<Record<AccountRole, string>>
  accounts(): readonly PackAccount[]
}

export interface PackAccount {
  code: string
  name: string
  nameEnglish: string
  type: AccountType
  category: AccountCategory
  parent: string | null
  isHeading: boolean
  isOpenItem: boolean
  control: AccountControl | null
  tax: string | null
}

/**
 * Reads `text`: one account a line, `code | name | English name | category | marks`, of which the last three may be left
 * out. What is indented further stands below the line above, which is then a heading. A category holds for what is below, too.
 *
 * Marks: `receivables`, `payables`, `goods-received` (subledgers of open items), `stock`, `tax`, `open` (open items without
 * a subledger), and `%code` for the tax that lines in the account are about. Codes of taxes are those of the country, the
 * direction and the rate: `%DE-OUT-19`.
 */
export function pack(head: Omit<Pack, 'title' | 'country' | 'accounts'>, text: string): Pack {
  let accounts: readonly PackAccount[] | undefined
  return {
    ...head,
    ...CHART_TITLES[head.code],
    accounts() {
      accounts ??= read(text)
      return accounts
    },
  }
}

interface Line {
  depth: number
  fields: string[]
}

function read(text: string): PackAccount[] {
  const lines: Line[] = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => ({
      depth: line.length - line.trimStart().length,
      fields: line.split('|').map((field) => field.trim()),
    }))
  const above: { depth: number; account: PackAccount }[] = []
  return lines.map((line, index) => {
    while ((above.at(-1)?.depth ?? -1) >= line.depth) above.pop()
    const isHeading = (lines[index + 1]?.depth ?? 0) > line.depth
    const account = accountOf(line, isHeading, above.at(-1)?.account)
    if (isHeading) above.push({ depth: line.depth, account })
    return account
  })
}

function accountOf({ fields }: Line, isHeading: boolean, parent: PackAccount | undefined): PackAccount {
  const [code = '', name = '', english, category, marks = ''] = fields
  const of = (category || parent?.category) as AccountCategory
  const account: PackAccount = {
    code,
    name,
    nameEnglish: english || name,
    type: TYPE_OF.get(of) as AccountType,
    category: of,
    parent: parent?.code ?? null,
    isHeading,
    isOpenItem: false,
    control: null,
    tax: null,
  }
  for (const mark of marks.split(' ').filter(Boolean)) {
    if (mark.startsWith('%')) account.tax = mark.slice(1)
    else if (mark !== 'open') account.control = mark as AccountControl
    if (OPEN_ITEMS.has(mark)) account.isOpenItem = true
  }
  return account
}

const OPEN_ITEMS = new Set(['open', 'receivables', 'payables', 'goods-received'])

const TYPE_OF = new Map(
  Object.entries(ACCOUNT_CATEGORIES).flatMap(([type, categories]) =>
    categories.map((category) => [category as AccountCategory, type as AccountType] as const),
  ),
)
