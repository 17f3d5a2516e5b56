"""Every rule that the search for reactions tries."""

from __future__ import annotations

from ostwald.chemistry.intermediates.base import ReactionRule
from ostwald.chemistry.intermediates.chalcogens import (
    ChalcogenAddition,
    ChalcogenInAlkene,
    ChalcogenInAmine,
    ChalcogenInBorohydride,
    ChalcogenInThiolAndAmine,
    ChalcogenTransfer,
    DioxideInAlkene,
    DioxideReduction,
    DithiocarbamateFormation,
)
from ostwald.chemistry.intermediates.complexes import (
    AmineComplex,
    AmmoniumMetallate,
    PhosphineComplex,
)
from ostwald.chemistry.intermediates.halides import (
    AmmoniumHalideSource,
    CarboxylateToHalide,
    HalideExchange,
    PerovskiteFromCarboxylate,
    PerovskiteFromHalides,
)
from ostwald.chemistry.intermediates.hydrolysis import (
    AlkoxideHydrolysis,
    Neutralisation,
    PhosphoniumAndAlkali,
    SilicateHydrolysis,
)
from ostwald.chemistry.intermediates.metathesis import ChalcogenidePrecipitation, SaltMetathesis
from ostwald.chemistry.intermediates.monomers import (
    AminophosphineToPhosphide,
    AmmoniumChalcogenideUptake,
    HydrogenChalcogenideUptake,
    PhosphineChalcogenideCleavage,
    SilylChalcogenide,
    SilylPnictide,
    ThioureaCleavage,
    Transamination,
)
from ostwald.chemistry.intermediates.organic import (
    AcidAndAcylHalide,
    AcidAndSilylHalide,
    AmineAndAcid,
    AmineAndAcylHalide,
    AmineAndHydrogenHalide,
    AmineAndSilylHalide,
    SilylamideAndAmine,
)
from ostwald.chemistry.intermediates.proton_exchange import AmineAssistedExchange, ProtonExchange
from ostwald.chemistry.intermediates.reduction import (
    ReductionInWater,
    ReductionToLowerCharge,
    ReductionToMetal,
    ThiolReduction,
)
from ostwald.chemistry.intermediates.thermolysis import (
    CarbonylThermolysis,
    FluorideFromTrifluoroacetate,
    FormateThermolysis,
    OxideFromCarboxylate,
    SulfideFromSingleSource,
)

RULES: tuple[ReactionRule, ...] = (
    ProtonExchange(),
    AmineAssistedExchange(),
    SilylamideAndAmine(),
    SaltMetathesis(),
    ChalcogenAddition(),
    ChalcogenTransfer(),
    DioxideReduction(),
    ChalcogenInAmine(),
    ChalcogenInThiolAndAmine(),
    ChalcogenInAlkene(),
    DioxideInAlkene(),
    ChalcogenInBorohydride(),
    DithiocarbamateFormation(),
    AmineComplex(),
    PhosphineComplex(),
    AmineAndAcid(),
    AmineAndHydrogenHalide(),
    AmmoniumMetallate(),
    AcidAndAcylHalide(),
    AmineAndAcylHalide(),
    AcidAndSilylHalide(),
    AmineAndSilylHalide(),
    CarboxylateToHalide(),
    HalideExchange(),
    AmmoniumHalideSource(),
    PerovskiteFromCarboxylate(),
    PerovskiteFromHalides(),
    Neutralisation(),
    PhosphoniumAndAlkali(),
    AlkoxideHydrolysis(),
    SilicateHydrolysis(),
    ReductionToMetal(),
    ReductionInWater(),
    ReductionToLowerCharge(),
    ThiolReduction(),
    SilylChalcogenide(),
    SilylPnictide(),
    Transamination(),
    AminophosphineToPhosphide(),
    PhosphineChalcogenideCleavage(),
    HydrogenChalcogenideUptake(),
    AmmoniumChalcogenideUptake(),
    ThioureaCleavage(),
    ChalcogenidePrecipitation(),
    CarbonylThermolysis(),
    SulfideFromSingleSource(),
    OxideFromCarboxylate(),
    FluorideFromTrifluoroacetate(),
    FormateThermolysis(),
)
