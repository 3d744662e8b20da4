import { useQuery } from '@tanstack/react-query'
import { Archive, FileStack, Pencil } from 'lucide-react'
import { useState } from 'react'
import { useCompany } from '../../../company/queries.ts'
import { meridian } from '../../../lib/api.ts'
import { useMay } from '../../../session/queries.ts'
import { Button, IconButton } from '../../../ui/button.tsx'
import { Empty, Loading, ProblemNotice } from '../../../ui/feedback.tsx'
import { Tag } from '../../../ui/status.tsx'
import { Cell, HeadCell, RowHead, Table } from '../../../ui/table.tsx'
import { useRowKeys } from '../../../ui/use-row-keys.ts'
import { type Template, templatesQuery } from '../queries.ts'
import { ReasonDialog } from '../reason-dialog.tsx'
import { useAction } from '../use-action.tsx'
import { useDraftsPlace } from '../use-drafts-place.ts'
import { ApplyTemplateSheet } from './apply-template.tsx'
import { TemplateSheet } from './template-sheet.tsx'

/** What repeats, saved once. Using one makes a draft. */
export function Templates() {
  const { slug } = useCompany()
  const { open, show } = useDraftsPlace()
  const maySave = useMay('drafts.SaveTemplate')
  const query = useQuery(templatesQuery(slug))
  const templates = query.data ?? []
  const [applying, setApplying] = useState<Template>()
  const [retiring, setRetiring] = useState<Template>()
  const { run } = useAction()
  const chosen = templates.find(({ code }) => code === open)
  return (
    <>
      {query.isPending && <Loading rows={4} label="Loading the templates" />}
      {query.isError && <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && templates.length === 0 && (
        <Empty
          icon={FileStack}
          title="No templates yet"
          actions={maySave && <Button onClick={() => show({ open: 'new' })}>Make the first template</Button>}
        >
          An entry that comes again and again, with its accounts and shares. Using it asks for the amounts
          alone.
        </Empty>
      )}
      {templates.length > 0 && (
        <TemplateTable
          templates={templates}
          onApply={setApplying}
          onEdit={({ code }) => show({ open: code })}
          onRetire={setRetiring}
        />
      )}
      {maySave && (open === 'new' || chosen) && (
        <TemplateSheet key={open} template={chosen} onClose={() => show({ open: undefined })} />
      )}
      {applying && <ApplyTemplateSheet template={applying} onClose={() => setApplying(undefined)} />}
      {retiring && (
        <ReasonDialog
          title={`Take ${retiring.name} out of use?`}
          verb="Take it out of use"
          send={(reason, idempotencyKey) =>
            meridian.drafts.RetireTemplate(
              slug,
              { template: retiring.code, ...(reason && { reason }) },
              { idempotencyKey },
            )
          }
          onDone={() => run('refresh', { send: () => Promise.resolve(), events: ['template-retired'] })}
          onClose={() => setRetiring(undefined)}
        >
          What was made from it stays, and what recurs goes on. Saving a template with the same code brings it
          back.
        </ReasonDialog>
      )}
    </>
  )
}

interface TableProps {
  templates: readonly Template[]
  onApply: (template: Template) => void
  onEdit: (template: Template) => void
  onRetire: (template: Template) => void
}

function TemplateTable({ templates, onApply, onEdit, onRetire }: TableProps) {
  const mayApply = useMay('drafts.ApplyTemplate')
  const maySave = useMay('drafts.SaveTemplate')
  const { active } = useRowKeys(templates, onApply)
  return (
    <Table aria-label="Templates">
      <thead>
        <tr>
          <HeadCell>Template</HeadCell>
          <HeadCell className="max-md:hidden">Lines</HeadCell>
          <HeadCell className="w-44 max-sm:hidden">Asks for</HeadCell>
          <HeadCell className="w-44">
            <span className="unseen">Actions</span>
          </HeadCell>
        </tr>
      </thead>
      <tbody>
        {templates.map((template, index) => (
          <tr
            key={template.code}
            data-active={index === active || undefined}
            className="hover:bg-hover data-active:bg-accent-soft"
          >
            <RowHead className="py-2!">
              <span className="font-medium">{template.name}</span>
              <span className="block font-mono text-xs text-faint">
                {template.code} · version {template.version}
              </span>
            </RowHead>
            <Cell className="text-sm text-muted max-md:hidden">{linesInWords(template)}</Cell>
            <Cell className="max-sm:hidden">
              <span className="flex flex-wrap gap-1">
                {template.variables.map((name) => (
                  <Tag key={name}>{name}</Tag>
                ))}
                {template.variables.length === 0 && <span className="text-sm text-faint">Nothing</span>}
              </span>
            </Cell>
            <Cell>
              <span className="flex items-center justify-end gap-1">
                {mayApply && (
                  <Button size="sm" onClick={() => onApply(template)}>
                    Use<span className="unseen"> the template {template.name}</span>
                  </Button>
                )}
                {maySave && (
                  <>
                    <IconButton
                      label={`Change the template ${template.name}`}
                      onClick={() => onEdit(template)}
                    >
                      <Pencil className="size-4" aria-hidden="true" />
                    </IconButton>
                    <IconButton label={`Take ${template.name} out of use`} onClick={() => onRetire(template)}>
                      <Archive className="size-4" aria-hidden="true" />
                    </IconButton>
                  </>
                )}
              </span>
            </Cell>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}

/** `6200 80 %, 1400 20 % ← 1100 the rest` */
function linesInWords({ lines }: Template): string {
  const of = (side: 'debit' | 'credit') =>
    lines
      .filter((line) => line.side === side)
      .map(({ account, fixed, percent, rest, variable }) =>
        [account, rest ? 'the rest' : (fixed ?? (percent ? `${percent} %` : variable))].join(' '),
      )
      .join(', ')
  return `${of('debit') || '–'} ← ${of('credit') || '–'}`
}
