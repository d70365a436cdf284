/** Whether a part that a suite needs is there, in the form in which vitest is told. */
export interface Part {
  readonly missing: boolean
  /** To be put at the end of the suite's name: empty, or ` [needs: PostgreSQL: no binaries for this machine]`, which the closing report prints. */
  readonly note: string
}

/**
 * Declares that a suite needs a real part, such as a database or Python.
 *
 *     const postgres = requirePart('PostgreSQL', await findPostgres())
 *     describe.skipIf(postgres.missing)(`the store over PostgreSQL${postgres.note}`, …)
 *
 * Throws where CI=true: there a part that is missing is a failure, not a skip.
 */
export function requirePart(name: string, found: { readonly reason?: string | undefined }): Part {
  if (found.reason === undefined) return { missing: false, note: '' }
  if (process.env['CI'] === 'true') throw new Error(`${name} is needed under CI: ${found.reason}`)
  return { missing: true, note: ` [needs: ${name}: ${found.reason}]` }
}
