/** How much there is still room for. */
export interface Allowance {
  /** Takes so much, or answers false where there is no room for it. */
  take(size: number): boolean
}

export function createAllowance(size: number): Allowance {
  let left = size
  return {
    take: (asked) => {
      if (asked > left) return false
      left -= asked
      return true
    },
  }
}
