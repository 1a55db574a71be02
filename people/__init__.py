"""Who works here: users, departments, the reporting line, roles and sign-in. Nothing about a case."""
