"""Hosts of code on the loopback interface: they speak what the bot asks of GitHub and GitLab, and write down what is done."""
