import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Plus, Shapes } from 'lucide-react'
import { useCompany } from '../../company/queries.ts'
import { useMay } from '../../session/queries.ts'
import { Button } from '../../ui/button.tsx'
import { Empty, Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Page } from '../../ui/page.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { AccountRules } from './account-rules.tsx'
import { ChangeDimensionSheet, DefineDimensionSheet } from './define-dimension.tsx'
import { Distributions } from './distributions.tsx'
import { type Dimension, dimensionsQuery } from './queries.ts'
import { Values } from './values.tsx'

const FROM = '/signed-in/companies/$company/dimensions'

/** What else a company wants to know of its lines: cost centres, projects, and how costs are shared between them. */
export function DimensionsPage() {
  const { slug } = useCompany()
  const search = useSearch({ from: FROM })
  const navigate = useNavigate()
  const change = (next: Partial<typeof search>) =>
    void navigate({
      from: '/companies/$company/dimensions',
      to: '.',
      search: (before) => ({ ...before, ...next }),
      replace: true,
    })
  const query = useQuery(dimensionsQuery(slug))
  const all = query.data ?? []
  const chosen = all.find(({ code }) => code === search.dimension) ?? all[0]
  const mayDefine = useMay('dimensions.DefineDimension')
  const defineButton = mayDefine && (
    <Button variant="primary" onClick={() => change({ open: 'new' })}>
      <Plus className="size-4" aria-hidden="true" /> Define a dimension
    </Button>
  )
  return (
    <Page
      title="Dimensions"
      subtitle="What lines are about, beside their account. Reports can be cut by them."
      actions={all.length > 0 && defineButton}
      toolbar={
        chosen && (
          <Tabs
            label="Dimension"
            tabs={all.map(({ code, name, isActive }) => ({
              value: code,
              label: isActive ? name : `${name} (not used)`,
            }))}
            value={chosen.code}
            onValue={(dimension) => change({ dimension, q: undefined })}
          />
        )
      }
    >
      {query.isPending && <Loading rows={8} label="Loading the dimensions" />}
      {query.isError && <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && all.length === 0 && (
        <Empty icon={Shapes} title="No dimensions yet" actions={defineButton}>
          Define cost centres, projects or whatever you want to see figures by. Lines then name a value of it,
          and every report can be cut by it.
        </Empty>
      )}
      {chosen && (
        <ChosenDimension key={chosen.code} dimension={chosen} onEdit={() => change({ open: 'change' })} />
      )}
      {search.open === 'new' && mayDefine && (
        <DefineDimensionSheet
          onClose={() => change({ open: undefined })}
          onDefined={(dimension) => change({ dimension, open: undefined })}
        />
      )}
      {search.open === 'change' && chosen && mayDefine && (
        <ChangeDimensionSheet dimension={chosen} onClose={() => change({ open: undefined })} />
      )}
    </Page>
  )
}

const ChosenDimension = ({ dimension, onEdit }: { dimension: Dimension; onEdit: () => void }) => (
  <>
    <Values dimension={dimension} onEdit={onEdit} />
    <AccountRules dimension={dimension} />
    <Distributions />
  </>
)
