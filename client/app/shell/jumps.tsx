import { useNavigate } from '@tanstack/react-router'
import { useShortcut } from '../lib/shortcuts.ts'
import { useSession } from '../session/queries.ts'
import { type SettingsPlace, settingsNavigation } from './navigation.ts'

/** G and then the letter of a place of the person, the organisation or the platform. */
export const SettingsJumps = () =>
  settingsNavigation(useSession())
    .flatMap(({ places }) => places)
    .map((place) => <Jump key={place.to} place={place} />)

function Jump({ place }: { place: SettingsPlace }) {
  const navigate = useNavigate()
  useShortcut(`g ${place.jumpKey}`, `Go to ${place.label.toLowerCase()}`, 'Go to', () => {
    void navigate({ to: place.to })
  })
  return null
}
