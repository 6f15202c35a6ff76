"""Two reports that a person could have sent, in English and in French."""

# ruff: noqa: E501 - whole sentences, as people type them

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime

from frontcounter.documents.report import Moment, Photo, ReportDocument, Row, Section

MADE = datetime(2026, 11, 23, 16, 5, 9, tzinfo=UTC)
SENT = datetime(2026, 11, 21, 3, 12, tzinfo=UTC)
SHA = "9f2b6c1d4e8a7035b1c2d3e4f5061728394a5b6c7d8e9f00112233445566778a"

ENGLISH = ReportDocument(
    force_name="Red River Police Service",
    accent="#1d5c8f",
    language="en",
    title="Bicycle theft",
    official=True,
    tracking_number="T7K-4M2-9XQ",
    file_number="RR-2026-001234",
    made=Moment("23 November 2026, 10:05 a.m.", MADE),
    submitted=Moment("20 November 2026, 9:12 p.m.", SENT),
    recorded=Moment("23 November 2026, 10:05 a.m.", MADE),
    sections=(
        Section(
            "About you",
            (
                Row("Your name", ("Marie-Ève Tremblay",)),
                Row("Date of birth", ("14 March 1988",)),
                Row("Your address", ("112–45 Provencher Boulevard", "Winnipeg, Manitoba R2H 0G1")),
                Row(
                    "How we may reach you",
                    ("By e-mail: marie@example.org", "Weekdays after 5 p.m."),
                ),
            ),
        ),
        Section(
            "When and where",
            (
                Row(
                    "When it happened",
                    ("Between 6 p.m. on 19 November and 7 a.m. on 20 November 2026",),
                ),
                Row("Where it happened", ("Bicycle rack behind 300 Main Street",)),
            ),
        ),
        Section(
            "What was taken",
            (
                Row(
                    "Item 1",
                    (
                        "Bicycle: Kona Dew, green, 54 cm",
                        "Serial number: WTU 238 C0414 K",
                        "Value: $1,150",
                    ),
                ),
                Row("Item 2", ("Lock: Kryptonite, black", "No serial number", "Value: $85")),
            ),
        ),
        Section(
            "What happened",
            (
                Row(
                    "In your own words",
                    (
                        "I locked the bicycle to the rack behind the library at six in the evening "
                        "and went in to work the late shift. When I came out the next morning the "
                        "lock was lying on the ground, cut through, and the bicycle was gone.\n"
                        "A neighbour told me that a white van had stood in the lane at about two in "
                        "the morning with its engine running. She did not see a licence plate. There "
                        "is a camera above the back door of the library, and the caretaker said that "
                        "its pictures are kept for ten days.",
                    ),
                ),
            ),
        ),
    ),
    photos=(
        Photo("bike in spring.jpg", SHA, 2_412_377, "clean"),
        Photo("cut lock.png", SHA[::-1], 388_120, "unscanned"),
    ),
    declaration="I have told the truth as I know it. I understand that it is an offence under section 140 of the Criminal Code to make a false report.",
    verification_code="KQ7M-2XPD-94TR",
    data_sha256="3b7e0f4c5d6a79881726354453627180f1e2d3c4b5a6978869504132a4b5c6d7",
    notes=(
        "Keep this report for your insurer. If you remember something more, tell us with your file number.",
    ),
    banner="Demonstration only. This is not a police service.",
)

FRENCH = dataclasses.replace(
    ENGLISH,
    force_name="Service de police de la rivière Rouge",
    language="fr",
    title="Vol de vélo",
    made=Moment("23 novembre 2026 à 10 h 05", MADE),
    submitted=Moment("20 novembre 2026 à 21 h 12", SENT),
    recorded=Moment("23 novembre 2026 à 10 h 05", MADE),
    sections=(
        Section(
            "À propos de vous",
            (
                Row("Votre nom", ("Marie-Ève Tremblay",)),
                Row(
                    "Votre adresse",
                    ("45, boulevard Provencher, app. 112", "Winnipeg (Manitoba) R2H 0G1"),
                ),
            ),
        ),
        Section(
            "Ce qui a été pris",
            (Row("Article 1", ("Vélo : Kona Dew, vert, 54 cm", "Valeur : 1 150 $")),),
        ),
        Section(
            "Ce qui s’est passé",
            (
                Row(
                    "Dans vos propres mots",
                    (
                        "J’ai attaché le vélo au support derrière la bibliothèque à 18 h. Le lendemain, "
                        "le cadenas était coupé et le vélo avait disparu. Une voisine m’a dit : « Une "
                        "fourgonnette blanche attendait dans la ruelle vers deux heures du matin. » "
                        "Elle n’a pas vu la plaque d’immatriculation, mais une caméra se trouve au-dessus de la porte.",
                    ),
                ),
            ),
        ),
    ),
    photos=(Photo("vélo.jpg", SHA, 2_412_377, "clean"),),
    declaration="J’ai dit la vérité telle que je la connais. Je comprends que faire une fausse déclaration est une infraction à l’article 140 du Code criminel.",
    notes=("Conservez ce rapport pour votre assureur.",),
    banner="Démonstration seulement. Ceci n’est pas un service de police.",
)


def unofficial(doc: ReportDocument) -> ReportDocument:
    """The copy that a person gets at once, before anything is recorded."""
    return dataclasses.replace(
        doc,
        official=False,
        file_number=None,
        recorded=None,
        verification_code=None,
        data_sha256=None,
    )
