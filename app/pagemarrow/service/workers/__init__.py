"""Worker processes: extraction with a limit on time and memory, that no page can stall.

``runner.WorkerRunner`` is the runner that the HTTP face uses. Workers are forked from a warm zygote (``zygote``),
take tasks over a socket (``wire``, ``worker``), and are kept by a pool (``pool``) that knows when to put one aside,
replace or end it. Nothing is imported here: the zygote and its workers should load only their own half.

Why not a library? Measured in November 2026 on two shared cores, a page of 171 KB (6.5 ms in the own process), two workers:

=================================  =============  ==========  =================  ======================
pool                               first page     each page   memory of workers  kills one page's worker
=================================  =============  ==========  =================  ======================
this one                           0.06 s         6.7 ms      54 MB              yes
anyio.to_process                   0.72 s         6.3 ms      115 MB             yes, a new one takes 0.7 s
concurrent.futures, forkserver     0.78 s         20 ms       125 MB             no
pebble, forkserver                 1.4 s          7.5 ms      126 MB             yes
=================================  =============  ==========  =================  ======================

Each of them as its documentation shows it. None limits memory or says why a worker ended; only the forkserver
ones could share what is loaded, by preloading it.
"""
