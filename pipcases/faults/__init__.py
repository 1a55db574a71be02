"""What the outbox does when things go wrong, tried with real processes: `manage.py faults`.

Workers and beats are the application's own, on servers of their own, and a mail server of ours takes what they send.
Workers are ended with SIGKILL, the mail server goes away, Valkey forgets everything; then every mail is counted.
"""
