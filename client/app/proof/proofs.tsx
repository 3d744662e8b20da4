import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { Stamp } from 'lucide-react'
import { useState } from 'react'
import { useCompany } from '../company/queries.ts'
import { meridian } from '../lib/api.ts'
import { formatDate, formatInstant } from '../lib/dates.ts'
import { subjectKey } from '../lib/keys.ts'
import { useCommandKey } from '../lib/use-command-key.ts'
import { useSubmit } from '../lib/use-submit.ts'
import { useMay } from '../session/queries.ts'
import { Button } from '../ui/button.tsx'
import { Copyable } from '../ui/copyable.tsx'
import { Empty, Loading, ProblemNotice } from '../ui/feedback.tsx'
import { Page } from '../ui/page.tsx'
import { Section } from '../ui/section.tsx'
import { Status } from '../ui/status.tsx'
import { Cell, HeadCell, RowHead, Table } from '../ui/table.tsx'
import { toast } from '../ui/toast.tsx'
import { PublishSheet } from './publish-sheet.tsx'
import { currentRootQuery, type Root, rootsQuery } from './queries.ts'

/** Merkle roots over the log: one number each that all books up to it can be held to. */
export function ProofsPage() {
  const { slug } = useCompany()
  const roots = useInfiniteQuery(rootsQuery(slug))
  const [publishing, setPublishing] = useState<Root>()
  const all = roots.data?.pages.flatMap(({ data }) => data) ?? []
  return (
    <Page
      title="Proofs"
      width="measure"
      subtitle="A root stands for every event up to it. Give it to somebody, and nothing before it can be changed unseen."
      actions={<SealButton />}
    >
      <CurrentRoot />
      <Section
        title="Sealed roots"
        description="Months are sealed by themselves when they end; others by a person."
      >
        {roots.isPending && <Loading rows={4} label="Loading the roots" />}
        {roots.isError && <ProblemNotice error={roots.error} onRetry={() => void roots.refetch()} />}
        {roots.isSuccess && all.length === 0 && (
          <Empty icon={Stamp} title="No root is sealed yet">
            The first one comes at the end of the month, or now, if you seal it.
          </Empty>
        )}
        {all.length > 0 && <RootTable roots={all} onPublish={setPublishing} />}
        {roots.hasNextPage && (
          <Button
            className="mt-3"
            isBusy={roots.isFetchingNextPage}
            onClick={() => void roots.fetchNextPage()}
          >
            Show more
          </Button>
        )}
      </Section>
      <Section
        title="Check it yourself"
        description="The verifier needs Node and the exported file, and neither this server nor its word."
      >
        <pre className="rounded-md border border-line bg-sunken p-3 font-mono text-sm wrap-anywhere whitespace-pre-wrap">
          {`npx ${window.location.origin}/meridian-verify.tgz ${slug}.ndjson`}
        </pre>
        <p className="mt-2 text-sm text-muted">
          It recomputes the chain over every field of every event, the roots, and the trial balance, and names
          the first event that is not what it was. An entry's own page offers its proof, which verifies
          against a root alone.
        </p>
      </Section>
      {publishing && <PublishSheet root={publishing} onClose={() => setPublishing(undefined)} />}
    </Page>
  )
}

function SealButton() {
  const { slug } = useCompany()
  const queryClient = useQueryClient()
  const commandKey = useCommandKey()
  const maySeal = useMay('proof.SealRoot')
  const { submit, isBusy } = useSubmit<void, Root>({
    send: () =>
      commandKey.send({}, (idempotencyKey) => meridian.proof.SealRoot(slug, {}, { idempotencyKey })),
    onDone: async ({ size }) => {
      await queryClient.invalidateQueries({ queryKey: subjectKey(slug, 'proof') })
      toast(`The first ${size} events are sealed.`)
    },
  })
  if (!maySeal) return null
  return (
    <Button variant="primary" isBusy={isBusy} onClick={() => submit()}>
      <Stamp className="size-4" aria-hidden="true" /> Seal now
    </Button>
  )
}

function CurrentRoot() {
  const { slug } = useCompany()
  const current = useQuery(currentRootQuery(slug))
  if (current.isError) return <ProblemNotice error={current.error} onRetry={() => void current.refetch()} />
  const root = current.data
  return (
    <Section
      title="As of now"
      description={
        root ? `Over ${root.size} events, the last of ${formatInstant(root.recordedAt)}.` : 'Computing…'
      }
    >
      {root && <Copyable text={root.root} label="the root" />}
    </Section>
  )
}

const RootTable = ({ roots, onPublish }: { roots: readonly Root[]; onPublish: (root: Root) => void }) => (
  <Table aria-label="Sealed roots">
    <thead>
      <tr>
        <HeadCell className="sm:w-36">Events</HeadCell>
        <HeadCell className="max-sm:hidden">Root</HeadCell>
        <HeadCell className="w-36 max-sm:hidden">Published</HeadCell>
        <HeadCell className="w-24">
          <span className="unseen">Actions</span>
        </HeadCell>
      </tr>
    </thead>
    <tbody>
      {roots.map((root) => (
        <RootRow key={root.size} root={root} onPublish={() => onPublish(root)} />
      ))}
    </tbody>
  </Table>
)

function RootRow({ root, onPublish }: { root: Root; onPublish: () => void }) {
  const mayPublish = useMay('proof.PublishRoot')
  const { size, sealed } = root
  return (
    <tr className="hover:bg-hover">
      <RowHead className="py-2! tabular-nums">
        {size}
        <span className="block text-sm text-muted">
          {sealed?.through ? `through ${formatDate(sealed.through)}` : 'on demand'}
        </span>
        <span className="block sm:hidden">
          <RootHash root={root} />
        </span>
      </RowHead>
      <Cell className="py-2! max-sm:hidden">
        <RootHash root={root} />
      </Cell>
      <Cell className="max-sm:hidden">
        <Published root={root} />
      </Cell>
      <Cell className="text-right!">
        {mayPublish && (
          <Button size="sm" onClick={onPublish}>
            Publish<span className="unseen"> the root of {size} events</span>
          </Button>
        )}
      </Cell>
    </tr>
  )
}

const RootHash = ({ root: { root, size, sealed } }: { root: Root }) => (
  <>
    <Copyable text={root} label={`the root of ${size} events`} />
    {sealed && <span className="text-sm text-faint">{formatInstant(sealed.at)}</span>}
  </>
)

function Published({ root: { publications } }: { root: Root }) {
  const last = publications.at(-1)
  if (!last) return <span className="text-sm text-faint">Not yet</span>
  if (!last.delivery) return <Status tone="warning">On its way</Status>
  const failed = last.delivery.failed.length
  if (failed > 0) return <Status tone="negative">{failed} not delivered</Status>
  const mailed = last.delivery.mailed.length
  return (
    <Status tone="positive">
      {[last.delivery.archivedAs && 'Archived', mailed > 0 && `${mailed} mailed`].filter(Boolean).join(', ')}
    </Status>
  )
}
