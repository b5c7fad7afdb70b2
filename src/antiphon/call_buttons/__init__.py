"""Call buttons: who may call us from a page of the customer's web site?"""
