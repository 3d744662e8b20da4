import { Link } from '@tanstack/react-router'
import { buttonClass } from '../../ui/button.tsx'
import { Door } from '../door.tsx'

/** A link out of a mail that lost its end on the way. */
export const BrokenLink = () => (
  <Door title="This link is not complete">
    <div className="flex flex-col gap-4">
      <p>
        Some programs break long links. Open it from the mail again, or copy all of it into the address bar.
      </p>
      <Link to="/sign-in" className={buttonClass()}>
        Go to signing in
      </Link>
    </div>
  </Door>
)
