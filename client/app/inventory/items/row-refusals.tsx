/** What a row of a form was refused for, below the whole of it. */
export const RowRefusals = ({ texts }: { texts: readonly string[] }) =>
  texts.map((text) => (
    <p key={text} role="alert" className="mt-1 text-sm text-negative">
      {text}
    </p>
  ))
