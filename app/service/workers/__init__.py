"""Worker processes: extraction with a limit on time and memory, that no page can stall.

``runner.WorkerRunner`` is the runner that the HTTP face uses. Workers are forked from a warm zygote (``zygote``),
take tasks over a socket (``wire``, ``worker``), and are kept by a pool (``pool``) that knows when to put one aside,
replace or end it. Nothing is imported here: the zygote and its workers should load only their own half.
"""
