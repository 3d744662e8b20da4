import { Page } from '../../ui/page.tsx'
import { AuthenticatorSection } from './authenticator.tsx'
import { PasskeySection } from './passkey-section.tsx'
import { PasswordSection } from './password-section.tsx'
import { RecentEvents } from './recent-events.tsx'

/** How the person proves who they are. */
export const SecurityPage = () => (
  <Page title="Sign-in methods" width="measure" subtitle="How you prove that it is you.">
    <PasskeySection />
    <AuthenticatorSection />
    <PasswordSection />
    <RecentEvents />
  </Page>
)
