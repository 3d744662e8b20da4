import { Outlet, useMatch, useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useCompany } from '../company/queries.ts'
import { useBackgroundSending } from '../inventory/floor/outbox/use-background-sending.ts'
import { useShortcut } from '../lib/shortcuts.ts'
import { useLive } from '../lib/use-live.ts'
import { useMay, useSession } from '../session/queries.ts'
import { Frame } from './frame.tsx'
import { lastCompany } from './last-company.ts'
import { companyNavigation, type Destination } from './navigation.ts'
import { Sidebar } from './sidebar.tsx'

/** The frame around every page of a company, with its live connection. */
export function Shell() {
  const company = useCompany()
  useLive(company.slug)
  useEffect(() => lastCompany.set(company.slug), [company.slug])
  // The warehouse floor has a frame of its own, for a thumb.
  const isFloor = useMatch({ from: '/signed-in/companies/$company/floor', shouldThrow: false }) !== undefined
  useBackgroundSending(!isFloor)
  if (isFloor) return <Outlet />
  return (
    <Frame title={company.name} isInCompany sidebar={(actions) => <Sidebar {...actions} />}>
      <Jumps />
      <Outlet />
    </Frame>
  )
}

/** G and then the letter of a place; N for a new entry. */
function Jumps() {
  const { slug } = useCompany()
  const session = useSession()
  const navigate = useNavigate()
  const mayPost = useMay('ledger.PostJournalEntry')
  useShortcut(
    'n',
    'New journal entry',
    'Anywhere',
    () => {
      void navigate({ to: '/companies/$company/journal/new', params: { company: slug } })
    },
    mayPost,
  )
  return companyNavigation(session)
    .flatMap(({ places }) => places)
    .map((place) => <Jump key={place.to} place={place} company={slug} />)
}

function Jump({ place, company }: { place: Destination; company: string }) {
  const navigate = useNavigate()
  useShortcut(`g ${place.jumpKey}`, `Go to ${place.label.toLowerCase()}`, 'Go to', () => {
    void navigate({ to: place.to, params: { company } })
  })
  return null
}
