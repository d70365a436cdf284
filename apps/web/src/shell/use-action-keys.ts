import { useEffect } from 'react'
import { findAction, isBeginning } from './actions.ts'

/** How long the second key of two is waited for. */
const NEXT_MILLISECONDS = 1_500

/** Does what keys stand for; never while somebody writes or a dialog is open, and never with a modifier. */
export function useActionKeys(): void {
  useEffect(() => {
    let before = ''
    let timer: ReturnType<typeof setTimeout> | undefined
    const forget = () => {
      before = ''
      clearTimeout(timer)
    }
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target) || isCovered()) return
      const keys = before === '' ? event.key : `${before} ${event.key}`
      forget()
      if (isBeginning(keys)) {
        before = keys
        timer = setTimeout(forget, NEXT_MILLISECONDS)
        return
      }
      const action = findAction(keys) ?? findAction(event.key)
      if (action !== undefined && action.act(event) !== false) event.preventDefault()
    }
    window.addEventListener('keydown', listen)
    return () => {
      window.removeEventListener('keydown', listen)
      forget()
    }
  }, [])
}

function isWriting(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  const isBox = target instanceof HTMLInputElement && ['checkbox', 'radio', 'button', 'range'].includes(target.type)
  return target.isContentEditable || (!isBox && ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
}

/** Whether something stands above the page that keys are meant for. */
function isCovered(): boolean {
  return document.querySelector('dialog:modal, :popover-open') !== null
}
