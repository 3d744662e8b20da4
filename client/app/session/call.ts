import { problemFrom, Unreachable } from '../../sdk/problem.ts'

/**
 * Calls the routes of a person. They belong to the browser's session and to no tenant, so they are no operations of a
 * contract and have no method of the client.
 */
export async function call<Reply>(
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  path: string,
  body?: object,
): Promise<Reply> {
  const response = await fetch(path, {
    method,
    ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  }).catch((cause: unknown) => {
    throw new Unreachable('The server did not answer.', { cause })
  })
  if (!response.ok) throw await problemFrom(response)
  const text = await response.text()
  return (text === '' ? undefined : JSON.parse(text)) as Reply
}
