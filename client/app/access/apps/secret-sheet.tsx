import { Button } from '../../ui/button.tsx'
import { Copyable } from '../../ui/copyable.tsx'
import { Secret } from '../../ui/secret.tsx'
import { Sheet } from '../../ui/sheet.tsx'

interface SecretSheetProps {
  app: { id: string; name: string; clientSecret: string | null }
  onClose: () => void
}

/** What the app's developer needs; the secret is shown once. */
export const SecretSheet = ({ app, onClose }: SecretSheetProps) => (
  <Sheet
    title={app.name}
    onClose={onClose}
    footer={
      <Button variant="primary" onClick={onClose}>
        {app.clientSecret ? 'I have kept it' : 'Close'}
      </Button>
    }
  >
    <div className="flex flex-col gap-4">
      <div>
        <p className="text-sm text-faint">Client id</p>
        <Copyable text={app.id} label="client id" />
      </div>
      {app.clientSecret ? (
        <Secret label="Client secret" text={app.clientSecret}>
          <p>The secret is shown only now. Give it to the app’s server and to nobody else.</p>
        </Secret>
      ) : (
        <p>A public app has no secret: it proves itself by PKCE.</p>
      )}
    </div>
  </Sheet>
)
