"""What happens while a plan runs: receipt, checkpoints, progress, outcome, reminders. No PDF."""
