/*
 * The functions of java.lang.Math that TeaVM leaves to a C library, by the processor's own: SSE2 for what is exact, the x87
 * unit (64 bits of mantissa, so that results rounded to 53 are nearly always right) for the transcendental ones. Intel SDM
 * vol. 1, 8.3. Sine, cosine and tangent take arguments up to 2^63, which is the unit's own limit.
 */
#include "libc.h"

#define EXACT_INTEGERS_FROM 4503599627370496.0          /* 2^52: from here on every double is whole */

double fabs(double x) { return __builtin_fabs(x); }

double sqrt(double x) {
    __asm__("sqrtsd %0, %0" : "+x"(x));
    return x;
}

double floor(double x) {
    if (!(fabs(x) < EXACT_INTEGERS_FROM)) return x;
    double whole = (double) (int64_t) x;
    return __builtin_copysign(whole > x ? whole - 1 : whole, x);
}

double ceil(double x) { return -floor(-x); }

/* Halves away from zero, as C has it. */
double round(double x) {
    double whole = floor(fabs(x));
    return __builtin_copysign(fabs(x) - whole >= 0.5 ? whole + 1 : whole, x);
}

double fmod(double x, double y) {
    long double result;
    __asm__("1: fprem; fnstsw %%ax; test $0x400, %%eax; jnz 1b" : "=t"(result) : "0"((long double) x), "u"((long double) y)
            : "ax", "cc");
    return (double) result;
}

double sin(double x) {
    long double result;
    __asm__("fsin" : "=t"(result) : "0"((long double) x));
    return (double) result;
}

double cos(double x) {
    long double result;
    __asm__("fcos" : "=t"(result) : "0"((long double) x));
    return (double) result;
}

double tan(double x) {
    long double one, result;
    __asm__("fptan" : "=t"(one), "=u"(result) : "0"((long double) x));
    return (double) result;
}

static long double arctangent(long double y, long double x) {
    long double result;
    __asm__("fpatan" : "=t"(result) : "0"(x), "u"(y) : "st(1)");
    return result;
}

static long double root(long double x) {
    __asm__("fsqrt" : "+t"(x));
    return x;
}

double atan2(double y, double x) { return (double) arctangent(y, x); }
double atan(double x) { return (double) arctangent(x, 1); }
double asin(double x) { return (double) arctangent(x, root((1 - (long double) x) * (1 + (long double) x))); }
double acos(double x) { return (double) arctangent(root((1 - (long double) x) * (1 + (long double) x)), x); }

/* y * log2(x). */
static long double log2_times(long double y, long double x) {
    long double result;
    __asm__("fyl2x" : "=t"(result) : "0"(x), "u"(y) : "st(1)");
    return result;
}

/* 2 to the x: the fraction by f2xm1, the whole part by fscale. */
static long double power_of_2(long double x) {
    long double result;
    __asm__("fld %%st(0); frndint; fsubr %%st(0), %%st(1); fxch; f2xm1; fld1; faddp; fscale; fstp %%st(1)"
            : "=t"(result) : "0"(x) : "st(1)", "st(2)");
    return result;
}

double log(double x) { return (double) log2_times(0.693147180559945309417232121458176568L, x); }

double exp(double x) {
    if (isinf(x)) return x > 0 ? x : 0;
    return (double) power_of_2(1.44269504088896340735992468100189214L * x);
}

double pow(double x, double y) {
    if (y == 0) return 1;
    if (isnan(x) || isnan(y)) return x + y;
    double whole = floor(y);
    int odd = y == whole && fabs(y) < 2 * EXACT_INTEGERS_FROM && fmod(y, 2) != 0;
    if (x == 0 || isinf(x)) {
        double size = (x == 0) == (y > 0) ? 0 : INFINITY;
        return odd ? __builtin_copysign(size, x) : size;
    }
    if (isinf(y)) return fabs(x) == 1 ? NAN : (fabs(x) > 1) == (y > 0) ? INFINITY : 0;
    if (x < 0 && y != whole) return NAN;
    long double result = power_of_2(log2_times(y, fabs(x)));
    return (double) (odd && x < 0 ? -result : result);
}
