/* Integrates sin(x) / x, and writes every partial sum. */
#include <math.h>
#include <stdio.h>

int main(void) {
  FILE *out = fopen("sums.csv", "w");
  if (out == NULL) return 1;
  double sum = 0;
  for (int i = 1; i <= 10000; i++) {
    double x = i * 1e-3;
    sum += sin(x) / x * 1e-3;
    if (i % 100 == 0) fprintf(out, "%d,%.17g\n", i, sum);
  }
  return fclose(out);
}
