/**
 * Two-sided p-value of McNemar's test in its exact form (Biometrika 1947, with the binomial in the place of chi-square): how probable is it that pairs
 * of which one side succeeds and the other fails lean to one side at least this much, if both sides were as good. Pairs that agree say nothing.
 */
export function exactMcNemar(onlyBaseline: number, onlyOptimized: number): number {
  const discordant = onlyBaseline + onlyOptimized
  const fewer = Math.min(onlyBaseline, onlyOptimized)
  // By logarithms: 2^-n is 0 in doubles from n = 1,075 on.
  let logTerm = -discordant * Math.LN2
  let tail = 0
  for (let count = 0; count <= fewer; count++) {
    tail += Math.exp(logTerm)
    logTerm += Math.log((discordant - count) / (count + 1))
  }
  return Math.min(1, 2 * tail)
}
