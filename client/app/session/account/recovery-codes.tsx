import { Button } from '../../ui/button.tsx'
import { Secret } from '../../ui/secret.tsx'
import { Dialog } from '../../ui/sheet.tsx'

export const RecoveryCodes = ({ codes }: { codes: readonly string[] }) => (
  <Secret label="Recovery codes" text={codes.join('\n')} fileName="meridian-recovery-codes.txt">
    <p>
      Without your phone, one of these lets you in. Each works once. Keep them where your phone is not: they
      are shown only now.
    </p>
  </Secret>
)

export const RecoveryCodesDialog = ({
  codes,
  onClose,
}: {
  codes: readonly string[]
  onClose: () => void
}) => (
  <Dialog
    title="Your recovery codes"
    onClose={onClose}
    footer={
      <Button variant="primary" onClick={onClose}>
        I have kept them
      </Button>
    }
  >
    <RecoveryCodes codes={codes} />
  </Dialog>
)
