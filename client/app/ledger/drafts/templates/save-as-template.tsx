import { useState } from 'react'
import { useMay } from '../../../session/queries.ts'
import { Button } from '../../../ui/button.tsx'
import type { EntryInput } from '../../entry-grid/submission.ts'
import { entryTemplate } from './template-form.ts'
import { TemplateSheet } from './template-sheet.tsx'

/** Makes a template of what the entry says now; the entry itself stays as it is. */
export function SaveAsTemplate({ entry }: { entry: () => EntryInput }) {
  const maySave = useMay('drafts.SaveTemplate')
  const [form, setForm] = useState<ReturnType<typeof entryTemplate>>()
  if (!maySave) return null
  return (
    <>
      <Button variant="ghost" onClick={() => setForm(entryTemplate(entry()))}>
        As template…
      </Button>
      {form && <TemplateSheet initial={form} onClose={() => setForm(undefined)} />}
    </>
  )
}
