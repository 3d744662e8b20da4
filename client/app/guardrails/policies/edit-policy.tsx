import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useCompanySlug } from '../../company/queries.ts'
import { Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Page } from '../../ui/page.tsx'
import { policyQuery } from '../queries.ts'
import { PolicyEditor } from './editor.tsx'
import { formOf } from './policy-form.ts'

/** Changes a policy: what is put into force is its next version. */
export function EditPolicyPage() {
  const company = useCompanySlug()
  const { policy: code } = useParams({ from: '/signed-in/companies/$company/policies/$policy/edit' })
  const query = useQuery(policyQuery(company, code))
  const policy = query.data
  if (!policy)
    return (
      <Page title="Change a policy">
        {query.isError ? (
          <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <Loading label="Loading the policy" />
        )}
      </Page>
    )
  return (
    <PolicyEditor
      // Another version in force meanwhile is another start.
      key={`${policy.code} ${policy.version}`}
      title={`Change “${policy.name}”`}
      version={policy.version}
      initial={formOf(policy)}
      intro={
        policy.status === 'retired'
          ? 'It is retired; a new version puts it into force again.'
          : `Version ${policy.version} stays in force until you put the next one into force.`
      }
    />
  )
}
