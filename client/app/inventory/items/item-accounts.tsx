import { Link } from '@tanstack/react-router'
import { useCompanySlug } from '../../company/queries.ts'
import { Section } from '../../ui/section.tsx'
import { Cell, HeadCell, RowHead, rowLinkClass, Table } from '../../ui/table.tsx'
import type { Item } from '../pickers/queries.ts'
import { ACCOUNT_NAMES } from './names.ts'
import { useFamilies } from './queries.ts'

/** On which accounts its moves are booked, and who says so. */
export function ItemAccounts({ item }: { item: Item }) {
  const company = useCompanySlug()
  const { byCode } = useFamilies(company)
  const sayer = ({ from, family }: Item['accounts'][number]) =>
    from === 'item'
      ? 'This item'
      : from === 'family'
        ? `Family ${byCode.get(family ?? '')?.name ?? family}`
        : from === 'company'
          ? 'The chart'
          : ''
  return (
    <Section title="Accounts" description="As it stands now: each new move is booked on these.">
      <Table aria-label="Accounts" className="table-fixed">
        <thead>
          <tr>
            <HeadCell className="w-44 max-sm:w-36">For</HeadCell>
            <HeadCell>Account</HeadCell>
            <HeadCell className="w-40 max-md:hidden">Said by</HeadCell>
          </tr>
        </thead>
        <tbody>
          {item.accounts.map((each) => (
            <tr key={each.name}>
              <RowHead>{ACCOUNT_NAMES[each.name].name}</RowHead>
              <Cell className="wrap-anywhere">
                {each.account ? (
                  <Link
                    to="/companies/$company/accounts/$code"
                    params={{ company, code: each.account.code }}
                    search={{}}
                    className={rowLinkClass}
                  >
                    <span className="text-muted tabular-nums">{each.account.code}</span> {each.account.name}
                  </Link>
                ) : (
                  <span className="text-faint">None</span>
                )}
                <span className="block text-sm text-muted md:hidden">{sayer(each)}</span>
              </Cell>
              <Cell className="truncate text-sm text-muted max-md:hidden">{sayer(each)}</Cell>
            </tr>
          ))}
        </tbody>
      </Table>
    </Section>
  )
}
