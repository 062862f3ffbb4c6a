/* How the program hog takes the end of its slices. */
#pragma once
#include "exos.h"

/* Makes the end of a slice an upcall of the caller, which goes on as if there were none until hog_behave; 0, or the status. */
int64_t hog_take_slice_ends(void);
/* From now on the upcall yields. */
void hog_behave(void);
/* Slices that ended with an upcall. */
int64_t hog_slice_ends(void);
/* Slices that ended with a yield from it. */
int64_t hog_yields(void);
