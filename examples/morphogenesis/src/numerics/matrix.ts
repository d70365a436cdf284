// Nearly all the time of a training is spent in this file: three products, written as plain loops.
// `?? 0` never applies (every index is inside its array); it tells the type checker so without an assertion.

/** Numbers in rows, one row per sample; row r, column c is `values[r * columns + c]`. */
export interface Matrix {
  readonly rows: number
  readonly columns: number
  readonly values: Float64Array
}

/** A matrix of zeros, or of the numbers that `fill` returns, row by row. */
export function createMatrix(rows: number, columns: number, fill?: () => number): Matrix {
  const values = new Float64Array(rows * columns)
  if (fill) for (let i = 0; i < values.length; i++) values[i] = fill()
  return { rows, columns, values }
}

/** target += a · b, where target is n × m, a is n × k and b is k × m. */
export function addProduct(target: Matrix, a: Matrix, b: Matrix): void {
  const [sum, left, right, width] = [target.values, a.values, b.values, target.columns]
  for (let row = 0; row < a.rows; row++) {
    for (let inner = 0; inner < a.columns; inner++) {
      const factor = left[row * a.columns + inner] ?? 0
      if (factor === 0) continue // a ReLU leaves about half of the entries at zero
      for (let column = 0, to = row * width, from = inner * width; column < width; column++, to++, from++) {
        sum[to] = (sum[to] ?? 0) + factor * (right[from] ?? 0)
      }
    }
  }
}

/** target += aᵀ · b, where target is k × m, a is n × k and b is n × m. */
export function addTransposedProduct(target: Matrix, a: Matrix, b: Matrix): void {
  const [sum, left, right, width] = [target.values, a.values, b.values, target.columns]
  for (let inner = 0; inner < a.rows; inner++) {
    for (let row = 0; row < a.columns; row++) {
      const factor = left[inner * a.columns + row] ?? 0
      if (factor === 0) continue
      for (let column = 0, to = row * width, from = inner * width; column < width; column++, to++, from++) {
        sum[to] = (sum[to] ?? 0) + factor * (right[from] ?? 0)
      }
    }
  }
}

/** a · bᵀ, where a is n × m and b is k × m. */
export function productWithTransposed(a: Matrix, b: Matrix): Matrix {
  const product = createMatrix(a.rows, b.rows)
  const [left, right, width] = [a.values, b.values, a.columns]
  for (let row = 0; row < a.rows; row++) {
    for (let column = 0; column < b.rows; column++) {
      let sum = 0
      for (let inner = 0, l = row * width, r = column * width; inner < width; inner++, l++, r++) {
        sum += (left[l] ?? 0) * (right[r] ?? 0)
      }
      product.values[row * b.rows + column] = sum
    }
  }
  return product
}
