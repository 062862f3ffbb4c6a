/*
 * All that TeaVM's generated C expects of a C library, in one header: forge writes the standard names (stdlib.h, string.h
 * and so on) as files that include this one. What is declared here and not in runtime.c is never called, or is supplied
 * by support.c of the kernel or of the library OS.
 */
#pragma once
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PROT_NONE 0
#define PROT_READ 1
#define PROT_WRITE 2
#define MAP_PRIVATE 2
#define MAP_ANONYMOUS 32
#define _SC_PAGE_SIZE 30
#define RAND_MAX 0x7fffffff
#define LC_ALL 6
#define EOF (-1)
#define M_PI 3.14159265358979323846
#define NAN __builtin_nanf("")
#define INFINITY __builtin_inff()
#define isnan(x) __builtin_isnan(x)
#define isinf(x) __builtin_isinf(x)
#define isfinite(x) __builtin_isfinite(x)
#define signbit(x) __builtin_signbit(x)
#define PRId32 "d"
#define PRIu32 "u"
#define setjmp runtime_setjmp
#define longjmp runtime_longjmp

typedef long time_t;
typedef long ssize_t;
typedef struct { char state; } mbstate_t;
typedef struct FILE FILE;
typedef unsigned short char16_t;
typedef unsigned int char32_t;
typedef unsigned int wint_t;
typedef void* jmp_buf[8];

int runtime_setjmp(jmp_buf buffer) __attribute__((returns_twice));
_Noreturn void runtime_longjmp(jmp_buf buffer, int value);

void* memcpy(void* restrict to, const void* restrict from, size_t bytes);
void* memmove(void* to, const void* from, size_t bytes);
void* memset(void* to, int value, size_t bytes);
int memcmp(const void* a, const void* b, size_t bytes);
size_t strlen(const char* text);
size_t c16rtomb(char* to, char16_t unit, mbstate_t* state);
size_t mbrtoc16(char16_t* to, const char* from, size_t bytes, mbstate_t* state);

void* malloc(size_t bytes);
void* realloc(void* old, size_t bytes);
void free(void* block);
int rand(void);
void srand(unsigned seed);
time_t time(time_t* out);
char* setlocale(int category, const char* locale);

/* From the kernel's or the library OS's support.c. */
_Noreturn void abort(void);
_Noreturn void exit(int status);
void* mmap(void* address, size_t bytes, int protection, int flags, int file, long offset);
int mprotect(void* address, size_t bytes, int protection);
long sysconf(int name);
int64_t runtime_entropy(void);

double fmod(double x, double y);
double floor(double x);
double ceil(double x);
double round(double x);
double sqrt(double x);
double fabs(double x);
double sin(double x);
double cos(double x);
double tan(double x);
double asin(double x);
double acos(double x);
double atan(double x);
double atan2(double y, double x);
double exp(double x);
double log(double x);
double pow(double x, double y);
