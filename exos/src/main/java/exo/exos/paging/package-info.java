/**
 * Virtual memory as a program's own business: page tables of the structure that it likes, and a pager that resolves its page
 * faults from them. The kernel's tables are a cache of these. What runs at a fault is unmanaged and allocates nothing.
 */
package exo.exos.paging;
