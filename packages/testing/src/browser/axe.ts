import axe from 'axe-core'

/** A script that gives a page `axe.run()`, which looks for what keeps people out. */
export const axeScript: string = axe.source
