"""The model of relations: who does what toward whom in each sentence, for the actors that parsing has linked."""
