import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Fingerprint } from 'lucide-react'
import { useCompanySlug } from '../../company/queries.ts'
import { meridian } from '../../lib/api.ts'
import { useMay } from '../../session/queries.ts'
import { Button } from '../../ui/button.tsx'
import { ProblemNotice } from '../../ui/feedback.tsx'
import { Card } from '../../ui/table.tsx'

/** A file of a few hundred bytes that holds the entry to a root, without anything else of the books. */
export function EntryProof({ entry: { id, voucher } }: { entry: { id: string; voucher: string } }) {
  const company = useCompanySlug()
  const may = useMay('proof.GetInclusionProof')
  const download = useMutation({
    mutationFn: () => meridian.proof.GetInclusionProof(company, { entry: id }),
    onSuccess: (proof) =>
      saveFile(`proof-${company}-${fileName(voucher)}.json`, JSON.stringify(proof, null, 2)),
  })
  if (!may) return null
  return (
    <section aria-labelledby="entry-proof">
      <h2 id="entry-proof" className="mb-2 font-semibold">
        Proof
      </h2>
      <Card className="flex flex-col gap-3 p-4">
        <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-3">
          <p className="min-w-0 flex-1 basis-72 text-muted">
            Shows that this entry is in the books as it was recorded. Whoever has a root can check it without
            this server:{' '}
            <code className="font-mono text-sm wrap-anywhere text-ink">
              npx {window.location.origin}/meridian-verify.tgz --proof proof.json --root root.json
            </code>
            . Roots are under{' '}
            <Link
              to="/companies/$company/proofs"
              params={{ company }}
              className="text-accent underline underline-offset-2"
            >
              Proofs
            </Link>
            .
          </p>
          <Button isBusy={download.isPending} onClick={() => download.mutate()}>
            <Fingerprint className="size-4" aria-hidden="true" /> Download the inclusion proof
          </Button>
        </div>
        {download.isError && <ProblemNotice error={download.error} />}
      </Card>
    </section>
  )
}

const fileName = (voucher: string): string => voucher.replaceAll(/[^A-Za-z0-9._-]+/g, '-')

function saveFile(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
