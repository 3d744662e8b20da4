import { Status } from '../../ui/status.tsx'
import { Cell, HeadCell, RowHead, Table } from '../../ui/table.tsx'
import type { Account } from '../queries.ts'
import { TYPE_NAMES } from '../types.ts'
import { FoldAll, FoldButton, INDENTS } from './fold.tsx'
import { Marks } from './marks.tsx'
import { CATEGORY_NAMES } from './names.ts'
import type { PackAccount } from './queries.ts'
import { useFold } from './use-fold.ts'

export type PreviewedAccount = PackAccount & { existing: Account | undefined }

/** The tree of a ready-made chart, with what of it is there already. */
interface PackTableProps {
  accounts: readonly PreviewedAccount[]
  /** Of the names. */
  language: string
}

export function PackTable({ accounts, language }: PackTableProps) {
  const tree = useFold(accounts)
  return (
    <>
      <FoldAll tree={tree} />
      <Table aria-label="Accounts of the chart" className="table-fixed">
        <thead>
          <tr>
            <HeadCell className="w-28 max-sm:w-16">Code</HeadCell>
            <HeadCell>Name</HeadCell>
            <HeadCell className="w-44 max-xl:hidden">Category</HeadCell>
            <HeadCell className="w-52 max-lg:hidden">Marks</HeadCell>
            <HeadCell className="w-36 max-sm:w-22">State</HeadCell>
          </tr>
        </thead>
        {tree.groups.map(({ type, all, shown }) => (
          <tbody key={type}>
            <tr>
              <td className="h-row border-b border-line" />
              <th scope="rowgroup" className="h-row border-b border-line px-3 pt-4 text-left font-semibold">
                {TYPE_NAMES[type].many}{' '}
                <span className="font-normal text-faint tabular-nums">{all.length}</span>
              </th>
              <td className="border-b border-line max-xl:hidden" />
              <td className="border-b border-line max-lg:hidden" />
              <td className="border-b border-line" />
            </tr>
            {shown.map(({ account, depth, below }) => (
              <tr key={account.code} className="hover:bg-hover">
                <Cell className="text-muted tabular-nums">{account.code}</Cell>
                <RowHead>
                  <span className={`flex items-center gap-1 ${INDENTS[Math.min(depth, INDENTS.length - 1)]}`}>
                    <FoldButton
                      name={account.name}
                      canFold={below.length > 0}
                      isFolded={tree.isFolded(account.code)}
                      onFold={(isFolded) => tree.fold(account.code, isFolded)}
                    />
                    <span
                      lang={language}
                      className={`min-w-0 wrap-anywhere hyphens-auto ${account.isHeading ? 'font-semibold' : ''}`}
                    >
                      {account.name}
                    </span>
                  </span>
                </RowHead>
                <Cell className="text-sm text-muted max-xl:hidden">{CATEGORY_NAMES[account.category]}</Cell>
                <Cell className="max-lg:hidden">
                  <Marks account={{ ...account, isHeading: false }} />
                </Cell>
                <Cell>
                  <State account={account} />
                </Cell>
              </tr>
            ))}
          </tbody>
        ))}
      </Table>
    </>
  )
}

function State({ account: { type, existing } }: { account: PreviewedAccount }) {
  if (!existing) return <span className="text-sm text-faint">New</span>
  if (existing.type === type) return <Status tone="positive">There</Status>
  return <Status tone="negative">{TYPE_NAMES[existing.type].one} here</Status>
}
