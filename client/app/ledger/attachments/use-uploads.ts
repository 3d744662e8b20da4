import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { LIMITS } from '../../../../durable-objects/kernel/limits.ts'
import { Parked } from '../../../sdk/problem.ts'
import { useCompanySlug } from '../../company/queries.ts'
import { announceParked } from '../../guardrails/parked.tsx'
import { messageOf } from '../../lib/forms.ts'
import { subjectKey } from '../../lib/keys.ts'
import { formatBytes } from './bytes.ts'
import { uploadDocument } from './upload.ts'

export interface Upload {
  key: number
  name: string
  /** Of 1; a refusal ends it. */
  share: number
  error: string | undefined
}

let lastKey = 0

/** Files on their way to a record, one after the other, each with how far it is. */
export function useUploads(record: string) {
  const company = useCompanySlug()
  const queryClient = useQueryClient()
  const [uploads, setUploads] = useState<readonly Upload[]>([])
  const change = (key: number, next: Partial<Upload>) =>
    setUploads((all) => all.map((upload) => (upload.key === key ? { ...upload, ...next } : upload)))
  const drop = (key: number) => setUploads((all) => all.filter((upload) => upload.key !== key))

  const sendOne = async (key: number, file: File) => {
    if (file.size > LIMITS.documentBytesMax)
      return change(key, { error: `A file has at most ${formatBytes(LIMITS.documentBytesMax)}.` })
    try {
      await uploadDocument(company, { record, file }, (share) => change(key, { share }))
      await queryClient.invalidateQueries({ queryKey: subjectKey(company, 'attachments') })
      drop(key)
    } catch (error) {
      if (!(error instanceof Parked)) return change(key, { error: messageOf(error) })
      announceParked(company, error.approval)
      drop(key)
    }
  }
  const send = async (files: readonly File[]) => {
    const started = files.map((file) => ({ key: ++lastKey, file }))
    setUploads((all) => [
      ...all,
      ...started.map(({ key, file }) => ({ key, name: file.name, share: 0, error: undefined })),
    ])
    for (const { key, file } of started) await sendOne(key, file)
  }
  return { uploads, send, drop }
}
