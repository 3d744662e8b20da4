import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useCompanySlug } from '../../company/queries.ts'
import { Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Section } from '../../ui/section.tsx'
import { Cell, HeadCell, RowHead, rowLinkClass, Table } from '../../ui/table.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { formatQuantity } from '../format.ts'
import type { Item } from '../pickers/queries.ts'
import { type Component, explodedQuery } from './queries.ts'

const VIEWS = [
  { value: 'own', label: 'Components' },
  { value: 'exploded', label: 'Exploded' },
] as const

/** What one of a kit is made of; exploded, what leaves the stock when it does. */
export function ItemComponents({ item }: { item: Item }) {
  const company = useCompanySlug()
  const [view, setView] = useState<(typeof VIEWS)[number]['value']>('own')
  const exploded = useQuery(explodedQuery(company, item.id))
  const isNested = exploded.data !== undefined && exploded.data.length !== item.components.length
  return (
    <Section
      title="What one of it is made of"
      description={isNested ? 'There are kits in it: exploded, it is what leaves the stock.' : undefined}
      actions={<Tabs label="Which components" tabs={VIEWS} value={view} onValue={setView} />}
    >
      {view === 'own' && <Components rows={item.components} />}
      {view === 'exploded' && exploded.isPending && <Loading rows={3} label="Loading the components" />}
      {view === 'exploded' && exploded.isError && <ProblemNotice error={exploded.error} />}
      {view === 'exploded' && exploded.data && <Components rows={exploded.data} />}
    </Section>
  )
}

function Components({ rows }: { rows: readonly Component[] }) {
  const company = useCompanySlug()
  return (
    <Table aria-label="Components" className="table-fixed">
      <thead>
        <tr>
          <HeadCell>Item</HeadCell>
          <HeadCell isNumeric className="w-36">
            Quantity
          </HeadCell>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ item, quantity, unit }) => (
          <tr key={item.id} className="hover:bg-hover">
            <RowHead className="truncate">
              <Link
                to="/companies/$company/items/$item"
                params={{ company, item: item.id }}
                className={rowLinkClass}
              >
                <span className="text-muted tabular-nums">{item.code}</span> {item.name}
              </Link>
            </RowHead>
            <Cell isNumeric>
              {formatQuantity(quantity)} <span className="text-faint">{unit}</span>
            </Cell>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}
