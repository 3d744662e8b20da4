import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { ChartPack } from '../../../../durable-objects/ledger/contract.ts'
import { chartOfCountry } from '../../company/charts.ts'
import { useCompany } from '../../company/queries.ts'
import { submitWord } from '../../guardrails/check/use-verdict.ts'
import { VerdictNotice } from '../../guardrails/check/verdict-notice.tsx'
import { verdictQuery } from '../../guardrails/queries.ts'
import { meridian } from '../../lib/api.ts'
import { useCommandKey } from '../../lib/use-command-key.ts'
import { useSubmit } from '../../lib/use-submit.ts'
import { useMay } from '../../session/queries.ts'
import { Button } from '../../ui/button.tsx'
import { Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Field, Select } from '../../ui/field.tsx'
import { Page } from '../../ui/page.tsx'
import { Card } from '../../ui/table.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { toast } from '../../ui/toast.tsx'
import { useChart } from '../queries.ts'
import { ChartMenu } from './chart-menu.tsx'
import { PackTable } from './pack-table.tsx'
import { adoptionQuery, type Pack, packQuery, packsQuery, refreshAfter } from './queries.ts'

const FROM = '/signed-in/companies/$company/chart'

/** A ready-made chart: chosen by country, seen before it is adopted. */
export function AdoptChartPage() {
  const { slug, country } = useCompany()
  const search = useSearch({ from: FROM })
  const navigate = useNavigate()
  const change = (next: Partial<typeof search>) =>
    void navigate({
      from: '/companies/$company/chart',
      to: '.',
      search: (before) => ({ ...before, ...next }),
      replace: true,
      resetScroll: false,
    })
  const code = search.pack ?? chartOfCountry(country)
  const pack = useQuery(packQuery(slug, code))
  const isForeign = pack.data !== undefined && pack.data.language !== 'en'
  const names = isForeign ? (search.names ?? 'local') : 'local'
  return (
    <Page
      title="Adopt a chart"
      subtitle="A chart of accounts with categories, taxes and roles set. You can rename, renumber and add to it later."
      actions={<ChartMenu />}
      toolbar={
        <>
          <PackField code={code} onChange={(chosen) => change({ pack: chosen, names: undefined })} />
          {isForeign && (
            <Tabs
              label="Names"
              tabs={[
                { value: 'local', label: languageName(pack.data.language) },
                { value: 'english', label: 'English' },
              ]}
              value={names}
              onValue={(chosen) => change({ names: chosen === 'local' ? undefined : 'english' })}
            />
          )}
        </>
      }
    >
      {pack.isPending && <Loading rows={12} label="Loading the chart" />}
      {pack.isError && <ProblemNotice error={pack.error} onRetry={() => void pack.refetch()} />}
      {pack.data && <ChosenPack key={`${code} ${names}`} pack={pack.data} names={names} />}
    </Page>
  )
}

interface PackFieldProps {
  code: ChartPack
  onChange: (code: ChartPack) => void
}

function PackField({ code, onChange }: PackFieldProps) {
  const { slug, country } = useCompany()
  const all = useQuery(packsQuery(slug)).data ?? []
  const groups = [
    [`For ${countryName(country)}`, all.filter((each) => each.country === country)],
    ['For any country', all.filter((each) => each.country === null)],
    ['Other countries', all.filter((each) => each.country !== null && each.country !== country)],
  ] as const
  return (
    <Field label="Chart" className="w-full sm:w-88">
      {(control) => (
        <Select {...control} value={code} onValue={(chosen) => onChange(chosen as ChartPack)}>
          {groups.map(
            ([label, packs]) =>
              packs.length > 0 && (
                <optgroup key={label} label={label}>
                  {packs.map((pack) => (
                    <option key={pack.code} value={pack.code}>
                      {pack.title} ({pack.accounts} accounts)
                    </option>
                  ))}
                </optgroup>
              ),
          )}
        </Select>
      )}
    </Field>
  )
}

interface ChosenProps {
  pack: Pack
  names: 'local' | 'english'
}

function ChosenPack({ pack, names }: ChosenProps) {
  const { slug } = useCompany()
  const { byCode } = useChart(slug)
  const accounts = useMemo(
    () =>
      pack.accounts.map((account) => ({
        ...account,
        name: names === 'english' ? account.nameEnglish : account.name,
        existing: byCode.get(account.code),
      })),
    [pack, names, byCode],
  )
  return (
    <>
      <Adoption pack={pack} names={names} />
      <PackTable accounts={accounts} language={names === 'english' ? 'en' : pack.language} />
    </>
  )
}

/** What adopting would do, and the button that does it. */
function Adoption({ pack, names }: ChosenProps) {
  const { slug } = useCompany()
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const commandKey = useCommandKey()
  const mayAdopt = useMay('ledger.AdoptChart')
  const mayCheck = useMay('guardrails.CheckCommand')
  const input = { pack: pack.code, names }
  const check = useQuery({ ...verdictQuery(slug, 'ledger.AdoptChart', input), enabled: mayAdopt && mayCheck })
  const decision = check.data?.decision
  const isHeld = decision === 'approve' || decision === 'deny'
  // A dry run is a command, too: where a policy would stop it, looking must not ask anybody for approval.
  const isFree = (check.isFetched || !mayCheck) && !isHeld
  const preview = useQuery({ ...adoptionQuery(slug, pack.code, names), enabled: mayAdopt && isFree })
  const { submit, isBusy, error } = useSubmit({
    send: () =>
      commandKey.send(input, (idempotencyKey) => meridian.ledger.AdoptChart(slug, input, { idempotencyKey })),
    onDone: async ({ opened }) => {
      await refreshAfter(queryClient, slug, 'account-opened')
      toast(`${opened} accounts of ${pack.title} are open.`)
      await navigate({ to: '/companies/$company/accounts', params: { company: slug } })
    },
  })
  const counts = preview.data
  const isNothingNew = counts?.opened === 0 && counts.roles === 0
  return (
    <Card className="mb-4 flex flex-col gap-3 p-4 sm:px-5">
      <p>{pack.description}</p>
      <VerdictNotice verdict={check.data} />
      {mayAdopt && !isHeld && preview.isPending && <Loading rows={1} label="Loading what would change" />}
      {preview.isError && <ProblemNotice error={preview.error} />}
      {counts && (
        <p className="text-muted">
          {isNothingNew ? (
            'All of its accounts and roles are there already.'
          ) : (
            <>
              Opens <strong className="text-ink">{counts.opened} accounts</strong> and sets{' '}
              <strong className="text-ink">{counts.roles} roles</strong>.
              {counts.kept > 0 && ` ${counts.kept} accounts are there already and stay as they are.`}
            </>
          )}
        </p>
      )}
      {error ? <ProblemNotice error={error} /> : null}
      {mayAdopt && (
        <div className="flex flex-wrap items-center gap-2">
          <Button
            variant="primary"
            isBusy={isBusy}
            disabled={decision !== 'approve' && (counts === undefined || isNothingNew)}
            onClick={() => submit()}
          >
            {submitWord(check.data, `Adopt ${pack.title}`)}
          </Button>
          <Link
            to="/companies/$company/accounts"
            params={{ company: slug }}
            className="text-muted hover:underline"
          >
            Back to the accounts
          </Link>
        </div>
      )}
    </Card>
  )
}

const countryName = (code: string): string => new Intl.DisplayNames('en', { type: 'region' }).of(code) ?? code
const languageName = (code: string): string =>
  new Intl.DisplayNames('en', { type: 'language' }).of(code) ?? code
