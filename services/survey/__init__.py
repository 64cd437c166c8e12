"""The survey (测绘核验): boundaries as polygons - are they sound, how large are they, whom do they overlap? 二(一)2"""
