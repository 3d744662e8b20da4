import type { CompanyOpened } from '../../company/contract.ts'
import type { CommandParked } from '../../guardrails/contract.ts'
import type { Scope } from '../../kernel/contract.ts'
import { decodeCursor, encodeCursor, invalidCursor } from '../../kernel/cursor.ts'
import type { Database } from '../../kernel/database.ts'
import { isId } from '../../kernel/ids.ts'
import { LIMITS } from '../../kernel/limits.ts'
import type { EventLog, RecordedEvent, StoredEvent } from '../../kernel/log.ts'
import type { Actor, Module, StoredDocument } from '../../kernel/module.ts'
import { invariant, isRefusal } from '../../kernel/result.ts'
import type { LedgerParts } from '../store.ts'
import type { Visibility } from '../visibility.ts'
import {
  type AttachmentsContract,
  type AttachmentView,
  attachmentsContract,
  type DocumentAttached,
  type DocumentDetached,
} from './contract.ts'
import {
  type AttachmentsRefusal,
  attachmentNotFound,
  decideAttach,
  decideDetach,
  recordNotFound,
} from './domain.ts'
import { AttachmentTables, attachmentsMigration, type Document } from './tables.ts'

/** What the part needs of the company and of other parts. */
export interface Surroundings {
  company: string
  profile(): CompanyOpened | undefined
  ledger: LedgerParts
  seesDraft(draft: string, visibility: Visibility | undefined, reader: string): boolean
  /** Items are for every reader. */
  isItem(id: string): boolean
}

export interface AttachmentsParts {
  /** Every content that an event refers to, with its key in the region's bucket. */
  documents(): Iterable<Document & StoredDocument>
  /** Of an entry, and of the draft that it was. Whoever asks has asked whether the reader sees the entry. */
  attachmentsOf(entry: string): AttachmentView[]
  find(id: string): AttachmentView | undefined
  keyOf(sha256: string): string
  /** Of these contents, those that no event refers to: they may be removed now. */
  giveUp(hashes: readonly string[], nowMs: number): string[]
}

type OperationName = keyof AttachmentsContract['operations']
type Asking = { actor: Actor }

/** Files of entries, drafts and items, in the object: which there are, and who may see them. */
export function attachmentsModule(
  database: Database,
  log: EventLog,
  { company, profile, ledger, seesDraft, isItem }: Surroundings,
): Module<AttachmentsContract> & { parts: AttachmentsParts } {
  const tables = new AttachmentTables(database, log)
  const keyOf = (sha256: string) => `${profile()?.tenant}/${company}/${sha256}`
  function* documents() {
    for (const document of tables.documents()) yield { ...document, key: keyOf(document.sha256) }
  }

  return {
    contract: attachmentsContract,
    migrations: [attachmentsMigration],
    derivedTables: ['attachments', 'documents'],
    parts: {
      documents,
      attachmentsOf: (entry) => tables.of(recordsOf(entry), { limit: LIMITS.attachmentsARecordMax * 2 }),
      find: (id) => tables.find(id),
      keyOf,
      giveUp: (hashes, nowMs) => tables.giveUp(hashes, nowMs),
    },
    documents,

    commands: {
      AttachDocument({ record, name, type, sha256, bytes }, context) {
        if (!sees(record, context, 'AttachDocument')) return recordNotFound(record)
        invariant(sha256 !== undefined && bytes !== undefined && type !== undefined, 'the file has arrived')
        const attached = tables.attachedTo(record)
        const isInRemoval = tables.isInRemoval(sha256, context.nowMicros / 1_000)
        const id = context.idAt('attachment', context.nextSequence)
        const events = decideAttach({ id, record, sha256, name, type, bytes }, { attached, isInRemoval })
        if (isRefusal(events)) return events
        return { events, reply: () => view(attached.get(sha256) ?? id) }
      },
      DetachDocument({ attachment: id, reason }, context) {
        const attachment = seen(id, context, 'DetachDocument')
        if (isRefusal(attachment)) return attachment
        const events = decideDetach(id, attachment.detached !== null, reason)
        return isRefusal(events) ? events : { events, reply: () => view(id) }
      },
    },

    queries: {
      ListAttachments({ record, detached = false, limit = LIMITS.pageRowsDefault, ...input }, context) {
        const cursor = decodeCursor(input.cursor, 1)
        if (cursor === 'invalid') return invalidCursor()
        if (!sees(record, context, 'ListAttachments')) return recordNotFound(record)
        const rows = tables.of(recordsOf(record), { after: cursor?.[0] ?? 0, limit: limit + 1, detached })
        const data = rows.slice(0, limit)
        const last = rows.length > limit ? data.at(-1) : undefined
        return { data, nextCursor: last ? encodeCursor([last.sequence]) : null }
      },
      CountAttachments({ records }, context) {
        const wanted = [...new Set(records.split(',').filter((record) => record !== ''))]
        const own = wanted.map((record) => ({ record, of: recordsOf(record) }))
        const counts = tables.counts(own.flatMap(({ of }) => of))
        const data = own.flatMap(({ record, of }) => {
          const count = of.reduce((sum, each) => sum + (counts.get(each) ?? 0), 0)
          return count > 0 && sees(record, context, 'CountAttachments') ? [{ record, count }] : []
        })
        return { data }
      },
      GetAttachment: ({ attachment }, context) => seen(attachment, context, 'GetAttachment'),
      DownloadAttachment: ({ attachment }, context) => seen(attachment, context, 'DownloadAttachment'),
    },

    apply(events) {
      for (const event of events)
        switch (event.type) {
          case 'document-attached':
            tables.attach(event as RecordedEvent<string, DocumentAttached>)
            break
          case 'document-detached':
            tables.detach(event as RecordedEvent<string, DocumentDetached>)
            break
          case 'command-parked':
            referParked(event.data as CommandParked)
        }
    },

    titleOf(command, input, actor) {
      const { name, attachment = '' } = input as { name?: string; attachment?: string }
      if (command === 'AttachDocument') return name
      const found = seen(attachment, { actor }, 'GetAttachment')
      return isRefusal(found) ? undefined : found.name
    },
    shownTo,
  }

  /** A file that waits for an approval must still be there when it is given. */
  function referParked({ module, command, input }: CommandParked): void {
    if (module === 'attachments' && command === 'AttachDocument') tables.refer(input as Document)
  }

  /** A file is for who sees its record whole and unmasked: it tells all of it. */
  function sees(record: string, { actor }: Asking, name: OperationName): boolean {
    const { scope } = attachmentsContract.operations[name]
    return seesRecord(record, ledger.sight(actor, `attachments.${name}`, scope), actor.id)
  }

  function seesRecord(record: string, visibility: Visibility | undefined, reader: string): boolean {
    if (isId('draft', record)) return seesDraft(record, visibility, reader)
    if (isId('item', record)) return isItem(record)
    const entry = ledger.entries.find(record)
    if (!entry || !visibility) return entry !== undefined
    const sight = visibility.sightOf({ ...entry.event, author: entry.event.actor })
    return sight?.whole === true && !sight.masked
  }

  function seen(id: string, context: Asking, name: OperationName): AttachmentView | AttachmentsRefusal {
    const attachment = tables.find(id)
    return attachment && sees(attachment.record, context, name) ? attachment : attachmentNotFound(id)
  }

  /** An entry keeps the files of the draft that it was. */
  function recordsOf(record: string): string[] {
    const origin = isId('draft', record) ? undefined : ledger.entries.find(record)?.origin
    return origin !== undefined && isId('draft', origin) ? [record, origin] : [record]
  }

  function view(id: string): AttachmentView {
    const attachment = tables.find(id)
    invariant(attachment, 'what was just written is not there')
    return attachment
  }

  /** An event of a record that the reader does not see is not there for them. */
  function shownTo({ type, data }: StoredEvent, actor: Actor, operation: string, scope: Scope) {
    const value = JSON.parse(data) as DocumentAttached
    const visibility = ledger.sight(actor, operation, scope)
    if (!visibility) return value
    const record = type === 'document-attached' ? value.record : tables.find(value.id)?.record
    return record !== undefined && seesRecord(record, visibility, actor.id) ? value : undefined
  }
}
