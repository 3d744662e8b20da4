/** Where files lie in a region's bucket. */

/** A company's content by its hash: the same file is there once. */
export const documentKey = (tenant: string, company: string, sha256: string): string =>
  `${tenant}/${company}/${sha256}`

/** What is under way: files that still arrive, and a mark for each content that no event refers to yet. */
export const UPLOADS = 'uploads/'

export const uploadKey = (tenant: string, company: string, name: string): string =>
  `${UPLOADS}${tenant}/${company}/${name}`

export interface Upload {
  tenant: string
  company: string
  /** The hash that it is the mark of; undefined for a file that did not arrive whole. */
  sha256: string | undefined
}

export function uploadOf(key: string): Upload | undefined {
  const [tenant, company, name, ...rest] = key.slice(UPLOADS.length).split('/')
  if (!key.startsWith(UPLOADS) || !tenant || !company || !name || rest.length > 0) return undefined
  return { tenant, company, sha256: /^[0-9a-f]{64}$/.test(name) ? name : undefined }
}
