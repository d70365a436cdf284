import { Component, type ReactNode } from 'react'
import { errorText } from '../shell/error-text.ts'

interface State {
  readonly error: unknown
}

/** What goes wrong with one file is told in its place, and leaves the page as it is. */
export class PreviewGuard extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { error: undefined }

  static getDerivedStateFromError(error: unknown): State {
    return { error }
  }

  override render(): ReactNode {
    const { error } = this.state
    return error === undefined ? this.props.children : <p role="alert">This file can not be shown: {errorText(error)}</p>
  }
}
