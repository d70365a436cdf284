import { errorText } from './error-text.ts'
import { Notice } from './notice.tsx'

/** What stands where a page failed. */
export function ErrorPage({ error }: { readonly error: unknown }) {
  return <Notice title="This page could not be shown" text={errorText(error)} />
}
