import { Fragment, type ReactNode } from 'react'

const marks =
  /(`[^`\n]+`|\*\*[^*\n]+\*\*|(?<!\w)__[^_\n]+__(?!\w)|~~[^~\n]+~~|\*[^*\s][^*\n]*\*|(?<!\w)_[^_\n]+_(?!\w)|!?\[[^[\]\n]*\]\([^()\s]+\)|https?:\/\/[^\s<>()[\]"'*`]+)/
const isWeb = /^https?:\/\//i

/** A text with code, emphasis and links. Links lead to the web only: any other address stays as it was written. */
export function inline(text: string): ReactNode {
  return text.split(marks).map((part, at) => <Fragment key={at}>{at % 2 === 1 ? marked(part) : part}</Fragment>)
}

function marked(part: string): ReactNode {
  const link = /^!?\[([^\]]*)\]\((.+)\)$/.exec(part)
  if (link !== null) {
    const [, text = '', address = ''] = link
    return isWeb.test(address) ? <Out address={address}>{text === '' ? address : text}</Out> : part
  }
  if (part.startsWith('`')) return <code>{part.slice(1, -1)}</code>
  if (part.startsWith('**') || part.startsWith('__')) return <b>{inline(part.slice(2, -2))}</b>
  if (part.startsWith('~~')) return <s>{inline(part.slice(2, -2))}</s>
  if (isWeb.test(part)) {
    const address = part.replace(/[.,;:!?]+$/, '')
    return (
      <>
        <Out address={address}>{address}</Out>
        {part.slice(address.length)}
      </>
    )
  }
  return <i>{inline(part.slice(1, -1))}</i>
}

/** Pictures are not fetched from elsewhere: they are links, too. */
function Out({ address, children }: { readonly address: string; readonly children: string }) {
  return (
    <a href={address} target="_blank" rel="noreferrer noopener">
      {children}
    </a>
  )
}
