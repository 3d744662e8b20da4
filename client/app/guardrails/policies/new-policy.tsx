import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { ArrowRight, FilePlus2 } from 'lucide-react'
import type { TemplateView } from '../../../../durable-objects/guardrails/contract.ts'
import { useCompanySlug } from '../../company/queries.ts'
import { buttonClass } from '../../ui/button.tsx'
import { Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Page } from '../../ui/page.tsx'
import { Card } from '../../ui/table.tsx'
import { Effect } from '../effect.tsx'
import { useWords } from '../names.ts'
import { policiesQuery, templatesQuery } from '../queries.ts'
import { PolicyEditor } from './editor.tsx'
import { BLANK, formOf, type PolicyForm } from './policy-form.ts'
import { sentenceOf } from './sentence.ts'

/** Begins with the choice of a ready-made policy, and goes on with it in the editor. */
export function NewPolicyPage() {
  const company = useCompanySlug()
  const { template: wanted } = useSearch({ from: '/signed-in/companies/$company/policies/new' })
  const templates = useQuery(templatesQuery(company))
  const taken = useQuery(policiesQuery(company)).data?.map(({ code }) => code)
  if (wanted === 'blank') return <PolicyEditor key="blank" title="New policy" initial={BLANK} />
  const template = templates.data?.find(({ code }) => code === wanted)
  if (template && taken)
    return (
      <PolicyEditor
        key={template.code}
        title="New policy"
        intro={introOf(template)}
        initial={startOf(template, taken)}
      />
    )
  return (
    <Page
      title="New policy"
      subtitle="Start from a ready-made policy and change what you like, or from a blank one."
    >
      {(templates.isPending || wanted) && !templates.isError && (
        <Loading label="Loading the ready-made policies" />
      )}
      {templates.isError && (
        <ProblemNotice error={templates.error} onRetry={() => void templates.refetch()} />
      )}
      {templates.data && !wanted && <Gallery templates={templates.data} />}
    </Page>
  )
}

const introOf = ({ description, parameters }: TemplateView): string =>
  parameters.length === 0
    ? description
    : `${description} Usually changed: ${parameters.map(({ label }) => label.toLowerCase()).join('; ')}.`

/** A template that is in use already becomes a second policy, not a new version of the first. */
function startOf({ policy }: TemplateView, taken: readonly string[]): PolicyForm {
  const form = formOf(policy)
  let number = 2
  if (!taken.includes(form.code)) return form
  while (taken.includes(`${form.code}-${number}`)) number += 1
  return { ...form, code: `${form.code}-${number}`, name: `${form.name} (${number})` }
}

function Gallery({ templates }: { templates: readonly TemplateView[] }) {
  const company = useCompanySlug()
  const words = useWords()
  return (
    <ul className="grid gap-3 md:grid-cols-2 xl:grid-cols-3">
      {templates.map(({ code, name, description, policy }) => (
        <li key={code}>
          <Card className="flex h-full flex-col gap-2 p-4">
            <h2 className="flex flex-wrap items-center justify-between gap-2 font-semibold">
              {name} <Effect effect={policy.effect} />
            </h2>
            <p>{description}</p>
            <p className="text-sm text-muted">{sentenceOf(policy, words)}</p>
            <Link
              to="/companies/$company/policies/new"
              params={{ company }}
              search={{ template: code }}
              className={`${buttonClass()} mt-auto self-start`}
              aria-label={`Start from this: ${name}`}
            >
              Start from this <ArrowRight className="size-4" aria-hidden="true" />
            </Link>
          </Card>
        </li>
      ))}
      <li>
        <Card className="flex h-full flex-col gap-2 border-dashed! p-4">
          <h2 className="font-semibold">Blank</h2>
          <p className="text-muted">Choose commands and conditions yourself.</p>
          <Link
            to="/companies/$company/policies/new"
            params={{ company }}
            search={{ template: 'blank' }}
            className={`${buttonClass()} mt-auto self-start`}
          >
            <FilePlus2 className="size-4" aria-hidden="true" /> Start blank
          </Link>
        </Card>
      </li>
    </ul>
  )
}
