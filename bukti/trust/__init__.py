"""Who may sign what, as commands write it: keys, acts on keys, on providers and on the registry (REC-11 to REC-25).

``cosigning`` makes and adds proofs; ``standing`` says whose signature would count now; each other module writes
one kind of record. What counts in the end is judged by ``bukti.register`` alone.
"""
