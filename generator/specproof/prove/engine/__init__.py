"""Runs the promises of a generated package in processes of their own, and tells what becomes of each as it goes."""
