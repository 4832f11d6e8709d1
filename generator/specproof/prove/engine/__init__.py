"""Runs the checks of a generated package in processes of their own, and gives an event for each that is done."""
