import { errorText } from '../../shell/error-text.ts'
import type { PreviewProps } from '../preview-kind.ts'
import { HowMuch } from '../text/how-much.tsx'
import { TextView } from '../text/text-view.tsx'
import { useBeginning } from '../text/use-beginning.ts'

/** Text and code of any length, from its beginning. */
export function TextPreview({ file, size }: PreviewProps) {
  const { text, error, ...read } = useBeginning(file, size)
  if (error !== null) return <p role="alert">{errorText(error)}</p>
  if (text === undefined) return <div aria-busy="true" />
  return (
    <TextView text={text} path={file.path}>
      <HowMuch {...read} size={size} />
    </TextView>
  )
}
